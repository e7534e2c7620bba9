"use strict";
// The timeline: a lane for each body, drawn as SVG so that it can be read, saved and printed as it is.
dhr.picture = (function () {
  const facts = dhr.facts, data = facts.data;
  const place = document.getElementById("timeline"), zoom = document.getElementById("zoom");
  const day = 86400000, step = 22, mark = 8, upper = 46;
  const death = data.death.from || data.death.to ? data.death : null;
  let chosen = null, focused = null, scroller = null;

  function number(text) { return Date.parse(text + "T00:00:00Z") / day; }
  function iso(days) { return new Date(days * day).toISOString().slice(0, 10); }

  function span() {
    const days = [];
    facts.distinct(facts.shown()).forEach(function (n) { days.push(data.facts[n].from, data.facts[n].to); });
    if (death) days.push(death.from, death.to);
    const found = days.filter(Boolean).sort();
    if (!found.length) return null;
    return { from: number(found[0]) - 10, to: number(found[found.length - 1]) + 40 };
  }

  // How long the window is: all, or the time before the death, or a part of all.
  const ways = [["1", "everything"], ["2", "twice as wide"], ["4", "4 times as wide"], ["10", "10 times as wide"], ["25", "25 times as wide"]];
  if (death) ways.splice(1, 0, ["last3", "three years before the death"], ["last1", "the year before the death"]);
  ways.forEach(function ([value, text]) { zoom.append(dhr.element("option", text, { value: value })); });

  function scale(time, wide) {
    const all = time.to - time.from;
    const last = /^last(\d)$/.exec(zoom.value);
    return last ? Math.max(wide / (Number(last[1]) * 366 + 60), wide / all) : (wide / all) * Number(zoom.value);
  }

  // Where a bar without a told end is cut: a contact at the death, since all are before it.
  function last(kind, time) {
    return kind === "contact" && death && death.to ? number(death.to) + 1 : time.to;
  }

  // Each lane with its marks in rows, so that none covers another.
  function lanes(time, perDay) {
    const found = new Map();
    facts.shown().forEach(function (pair) {
      const lane = found.get(pair.one) || { thing: pair.one, dated: [], undated: [] };
      pair.facts.forEach(function (n) {
        const fact = data.facts[n], item = { fact: n, kind: pair.kind };
        if (!fact.from && !fact.to) { lane.undated.push(item); return; }
        item.open = !fact.from ? "left" : !fact.to ? "right" : "";
        item.x1 = ((fact.from ? number(fact.from) : time.from) - time.from) * perDay;
        item.x2 = ((fact.to ? number(fact.to) + 1 : last(pair.kind, time)) - time.from) * perDay;
        if (item.x2 - item.x1 < 2.4 * mark) { item.x1 = (item.x1 + item.x2) / 2 - mark; item.x2 = item.x1 + 2 * mark; } else item.bar = true;
        lane.dated.push(item);
      });
      found.set(pair.one, lane);
    });
    return [...found.values()].sort(function (a, b) { return a.thing - b.thing; }).map(function (lane) {
      const rows = [];
      lane.dated.sort(function (a, b) { return a.x1 - b.x1 || a.x2 - b.x2 || a.fact - b.fact; }).forEach(function (item) {
        let row = rows.findIndex(function (end) { return end + 3 <= item.x1; });
        if (row < 0) row = rows.push(0) - 1;
        rows[row] = item.x2;
        item.row = row;
      });
      lane.rows = Math.max(rows.length, 1);
      return lane;
    });
  }

  function shape(kind, x, y, colour) {
    const m = mark - 1, at = x + " " + y;
    const path = function (d) { return '<path d="' + d + '" fill="' + colour + '"/>'; };
    switch (kind.sign) {
      case "ring": return '<circle cx="' + x + '" cy="' + y + '" r="' + (m - 1) + '" fill="none" stroke="' + colour + '" stroke-width="2.5"/>';
      case "square": return '<rect x="' + (x - m + 1) + '" y="' + (y - m + 1) + '" width="' + (2 * m - 2) + '" height="' + (2 * m - 2) + '" fill="' + colour + '"/>';
      case "diamond": return path("M" + x + " " + (y - m - 1) + "L" + (x + m + 1) + " " + y + "L" + x + " " + (y + m + 1) + "L" + (x - m - 1) + " " + y + "Z");
      case "triangle": return path("M" + x + " " + (y - m) + "L" + (x + m) + " " + (y + m - 1) + "L" + (x - m) + " " + (y + m - 1) + "Z");
      case "right": return path("M" + (x - m + 1) + " " + (y - m) + "L" + (x + m) + " " + y + "L" + (x - m + 1) + " " + (y + m) + "Z");
      case "cross": return '<path d="M' + (x - m + 2) + " " + (y - m + 2) + "L" + (x + m - 2) + " " + (y + m - 2) + "M" + (x + m - 2) + " " + (y - m + 2) + "L" + (x - m + 2) + " " + (y + m - 2) + '" stroke="' + colour + '" stroke-width="3" fill="none"/>';
      default: return '<circle cx="' + x + '" cy="' + y + '" r="' + m + '" fill="' + colour + '"/>';
    }
  }

  function says(item, thing) {
    const fact = data.facts[item.fact];
    return (fact.when || "no date given") + ", " + facts.label(thing) + ", " + data.kinds[item.kind].name + ": " + (fact.text || "");
  }

  function drawn(item, lane, x1, x2, y, light) {
    const kind = data.kinds[item.kind], colour = kind[!light && dhr.dark() ? "dark" : "light"];
    const missed = (data.facts[item.fact].tags || []).includes(data.dash);
    const on = !light && chosen === item.fact;
    let made = "";
    if (item.bar) {
      const fade = item.open ? ' stroke-dasharray="5 4"' : "";
      const full = data.facts[item.fact].lasting ? "0.42" : "0.1";
      made += '<rect x="' + x1 + '" y="' + (y - mark) + '" width="' + (x2 - x1) + '" height="' + 2 * mark + '" rx="' + mark + '" fill="' + colour + '" fill-opacity="' + full + '" stroke="' + colour + '" stroke-width="1.2"' + fade + "/>";
    }
    const at = item.bar ? (item.open === "left" ? x2 - mark - 1 : x1 + mark + 1) : (x1 + x2) / 2;
    made += shape(kind, Math.round(at * 10) / 10, y, colour);
    if (missed) made += '<circle cx="' + at + '" cy="' + y + '" r="' + (mark + 2) + '" fill="none" stroke="' + (!light && dhr.dark() ? "#ffffff" : "#000000") + '" stroke-width="1.6"/>';
    if (on) made += '<rect x="' + (x1 - 4) + '" y="' + (y - mark - 3) + '" width="' + (x2 - x1 + 8) + '" height="' + (2 * mark + 6) + '" rx="5" fill="none" stroke="currentColor" stroke-width="2.5"/>';
    const word = dhr.xml(says(item, lane.thing));
    return light ? "<g>" + made + "</g>" :
      '<g class="event" role="button" tabindex="-1" data-fact="' + item.fact + '" data-lane="' + lane.thing + '" data-kind="' + dhr.xml(item.kind) + '" aria-label="' + word + '"><title>' + word + "</title>" + made + "</g>";
  }

  // Years, and months where there is room, as lines and words.
  function axis(time, perDay, high, ink, line) {
    const months = perDay * 30 > 16 ? 1 : perDay * 91 > 30 ? 3 : 12;
    const years = perDay * 365 > 44 ? 1 : perDay * 365 > 20 ? 2 : 5;
    const start = new Date(time.from * day), made = [];
    for (let year = start.getUTCFullYear(); year <= new Date(time.to * day).getUTCFullYear(); year += 1) {
      for (let month = 0; month < 12; month += months) {
        const x = Math.round((Date.UTC(year, month, 1) / day - time.from) * perDay * 10) / 10;
        if (x < 0 || x > (time.to - time.from) * perDay) continue;
        made.push('<line x1="' + x + '" x2="' + x + '" y1="' + (month ? upper - 8 : 22) + '" y2="' + high + '" stroke="' + line + '" stroke-width="' + (month ? 0.5 : 1.2) + '"/>');
        if (!month && year % years === 0) made.push('<text x="' + (x + 4) + '" y="20" font-size="14" font-weight="650" fill="' + ink + '">' + year + "</text>");
        const words = perDay * 30 * months;
        if (months < 12 && words > 30) made.push('<text x="' + (x + 3) + '" y="' + (upper - 6) + '" font-size="12" fill="' + ink + '">' + ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month] + "</text>");
      }
    }
    return made.join("");
  }

  function deathBand(time, perDay, high, ink) {
    if (!death) return "";
    const from = death.from ? number(death.from) : time.from, to = death.to ? number(death.to) + 1 : time.to;
    const x = (from - time.from) * perDay, wide = Math.max((to - from) * perDay, 3);
    const right = x + wide > (time.to - time.from) * perDay - 130;
    return '<rect x="' + x + '" y="22" width="' + wide + '" height="' + (high - 22) + '" fill="' + ink + '" fill-opacity="0.17"/>' +
      '<line x1="' + x + '" x2="' + x + '" y1="22" y2="' + high + '" stroke="' + ink + '" stroke-width="2"/>' +
      '<line x1="' + (x + wide) + '" x2="' + (x + wide) + '" y1="22" y2="' + high + '" stroke="' + ink + '" stroke-width="2"/>' +
      '<text x="' + (right ? x + wide - 4 : x + 4) + '" y="' + (upper - 8) + '" text-anchor="' + (right ? "end" : "start") + '" font-size="13" font-weight="650" fill="' + ink + '" paint-order="stroke" stroke="var(--halo, #ffffff)" stroke-width="4">the death: ' + dhr.xml(death.when) + "</text>";
  }

  // Everything at its place: for the page (wide as it is) or for saving (light).
  function plan(wide, labelWide, light) {
    const time = span() || { from: number("2000-01-01"), to: number("2001-01-01") };
    const perDay = light ? Math.min(scale(time, wide), 16000 / (time.to - time.from)) : scale(time, wide);
    const found = lanes(time, perDay), perRow = wide < 500 ? 2 : 4, characters = Math.max(6, Math.floor((labelWide - 34) / (light ? 7 : 7.8)));
    let y = upper;
    found.forEach(function (lane) {
      lane.words = dhr.lines(facts.sign(lane.thing) + " " + facts.label(lane.thing), characters).slice(0, 6);
      lane.top = y;
      lane.height = Math.max(lane.rows * step, Math.ceil(lane.undated.length / perRow) * step, lane.words.length * 18) + 12;
      y += lane.height;
    });
    const ink = !light && dhr.dark() ? "#e8edf2" : "#1f2933", line = !light && dhr.dark() ? "#46586a" : "#c5ced8";
    const total = Math.ceil((time.to - time.from) * perDay), undatedWide = found.some(function (lane) { return lane.undated.length; }) ? perRow * 21 + 14 : 0;
    const rules = function (across) {
      return found.map(function (lane) { return '<line x1="0" x2="' + across + '" y1="' + lane.top + '" y2="' + lane.top + '" stroke="' + line + '"/>'; }).join("");
    };
    const timed = axis(time, perDay, y, ink, line) + rules(total) + deathBand(time, perDay, y, ink) +
      found.map(function (lane) {
        return lane.dated.map(function (item) { return drawn(item, lane, item.x1, item.x2, lane.top + 6 + item.row * step + step / 2, light); }).join("");
      }).join("");
    const untimed = rules(undatedWide) + (undatedWide ? '<text x="6" y="20" font-size="13" font-weight="650" fill="' + ink + '">no date</text>' : "") +
      found.map(function (lane) {
        return lane.undated.map(function (item, n) {
          const x = 8 + (n % perRow) * 21;
          return drawn(item, lane, x, x + 2 * mark, lane.top + 6 + Math.floor(n / perRow) * step + step / 2, light);
        }).join("");
      }).join("");
    return { time: time, perDay: perDay, lanes: found, high: y + 2, total: total, undatedWide: undatedWide, timed: timed, untimed: untimed, ink: ink };
  }

  function svgFrom(content, wide, high, label) {
    const text = '<svg xmlns="http://www.w3.org/2000/svg" width="' + wide + '" height="' + high + '" role="group" aria-label="' + dhr.xml(label) + '" font-family="system-ui, Segoe UI, sans-serif">' + content + "</svg>";
    return document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
  }

  function draw() {
    const before = scroller ? (scroller.scrollLeft + scroller.clientWidth / 2) / Math.max(scroller.scrollWidth, 1) : null;
    const labelWide = Math.min(230, place.clientWidth * 0.3);
    const made = plan(Math.max(place.clientWidth - labelWide - (place.clientWidth < 700 ? 60 : 110), 340), labelWide, false);
    const labels = dhr.element("div", "", { class: "lanes" });
    labels.style.width = labelWide + "px";
    labels.style.height = made.high + "px";
    made.lanes.forEach(function (lane) {
      const button = dhr.button("", function () { dhr.panel.things([lane.thing], button); }, { class: "lane" });
      button.append(dhr.element("span", facts.sign(lane.thing), { "aria-hidden": "true" }), dhr.element("span", facts.label(lane.thing)));
      button.style.top = lane.top + "px";
      button.style.height = lane.height + "px";
      labels.append(button);
    });
    const untimed = dhr.element("div", "", { class: "untimed" });
    if (made.undatedWide) untimed.append(svgFrom(made.untimed, made.undatedWide, made.high, "Without a date"));
    scroller = dhr.element("div", "", { class: "timed", tabindex: "0", role: "group", "aria-label": "By date; scrolls sideways" });
    scroller.append(svgFrom(made.timed, made.total, made.high, "By date"));
    place.replaceChildren(labels, untimed, scroller);
    look(made, before);
    rove();
  }

  // Where the window looks: at the death if it was asked for, else where it looked before.
  function look(made, before) {
    if (/^last/.test(zoom.value) && death && before === null) {
      scroller.scrollLeft = (number(death.to || death.from) + 20 - made.time.from) * made.perDay - scroller.clientWidth;
    } else if (before !== null) scroller.scrollLeft = before * scroller.scrollWidth - scroller.clientWidth / 2;
  }

  function events() { return [...place.querySelectorAll(".event")]; }

  // One mark can be reached by Tab; the arrow keys go on from it.
  function rove() {
    const all = events();
    const now = all.find(function (event) { return focused && event.dataset.fact === focused.fact && event.dataset.lane === focused.lane; }) || all[0];
    if (now) now.setAttribute("tabindex", "0");
  }

  function show(event, focus) {
    chosen = Number(event.dataset.fact);
    focused = { fact: event.dataset.fact, lane: event.dataset.lane };
    draw();
    const again = place.querySelector('.event[tabindex="0"]');
    dhr.panel.some(facts.label(Number(focused.lane)) + ": " + data.kinds[event.dataset.kind].name, [chosen], focus ? again : null);
    if (!focus && again && document.activeElement === document.body) again.focus({ preventScroll: true });
  }

  function box(event) { const r = event.getBoundingClientRect(); return { x: r.left + r.width / 2, y: r.top + r.height / 2 }; }

  function next(from, dx, dy) {
    const at = box(from);
    let best = from, least = Infinity;
    events().forEach(function (event) {
      const to = box(event), on = (to.x - at.x) * dx + (to.y - at.y) * dy, aside = Math.abs((to.x - at.x) * dy) + Math.abs((to.y - at.y) * dx);
      const far = on + (dx ? 8 : 0.6) * aside;
      if (event !== from && on > 0.5 && far < least) { least = far; best = event; }
    });
    return best;
  }

  place.addEventListener("click", function (event) {
    const hit = event.target.closest(".event");
    if (hit) show(hit, true);
  });
  place.addEventListener("keydown", function (event) {
    const hit = event.target.closest(".event");
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!hit) return;
    if (way) {
      const to = next(hit, way[0], way[1]);
      hit.setAttribute("tabindex", "-1");
      to.setAttribute("tabindex", "0");
      focused = { fact: to.dataset.fact, lane: to.dataset.lane };
      to.focus();
      to.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (event.key === "Enter" || event.key === " ") show(hit, true);
    else if (event.key === "Escape") dhr.panel.clear();
    else return;
    event.preventDefault();
  });
  zoom.addEventListener("change", function () {
    if (/^last/.test(zoom.value)) scroller = null;
    draw();
  });
  facts.onChange(draw);
  dhr.themed.push(function () { if (scroller) draw(); });
  let wide = place.clientWidth;
  new ResizeObserver(function () { if (place.clientWidth !== wide) { wide = place.clientWidth; draw(); } }).observe(place);

  function svg(head, foot) {
    const labelWide = 230, made = plan(zoom.value === "1" ? 1300 : Math.max(scroller.clientWidth, 900), labelWide, true);
    const wide = labelWide + made.undatedWide + made.total + 40;
    const kinds = data.kindOrder.filter(function (key) { return facts.shown().some(function (pair) { return pair.kind === key; }); });
    const across = Math.max(1, Math.floor((wide - 40) / 330));
    const heads = dhr.lines(head[0], 90), small = dhr.lines(head.slice(1).join(" · "), 140), feet = dhr.lines(foot, 140);
    const upperHigh = 30 + heads.length * 30 + small.length * 20 + Math.ceil((kinds.length + 1) / across) * 26 + 16;
    let y = 14;
    const text = function (rows, size, weight) {
      return rows.map(function (row) { y += size * 1.35; return '<text x="20" y="' + y + '" font-size="' + size + '" font-weight="' + weight + '" fill="#1f2933">' + dhr.xml(row) + "</text>"; }).join("");
    };
    const titles = text(heads, 22, 650) + text(small, 14, 400);
    const key = kinds.map(function (k) { return [shape(data.kinds[k], 8, 0, data.kinds[k].light), data.kinds[k].name]; });
    key.push(['<circle cx="8" cy="0" r="9" fill="none" stroke="#000000" stroke-width="1.6"/>', "judged a " + data.dash]);
    const legend = key.map(function ([sample, words], n) {
      return '<g transform="translate(' + (20 + (n % across) * 330) + " " + (y + 26 + Math.floor(n / across) * 26) + ')">' + sample + '<text x="26" y="5" font-size="14" fill="#1f2933">' + dhr.xml(words) + "</text></g>";
    }).join("");
    const labels = made.lanes.map(function (lane) {
      return lane.words.map(function (row, n) { return '<text x="20" y="' + (lane.top + 20 + n * 18) + '" font-size="13.5" fill="#1f2933">' + dhr.xml(row) + "</text>"; }).join("");
    }).join("");
    const high = upperHigh + made.high + 30 + feet.length * 20;
    y = upperHigh + made.high + 10;
    return '<svg xmlns="http://www.w3.org/2000/svg" width="' + wide + '" height="' + high + '" viewBox="0 0 ' + wide + " " + high + '" font-family="system-ui, Segoe UI, sans-serif"><rect width="' + wide + '" height="' + high + '" fill="#ffffff"/>' +
      titles + legend + '<g transform="translate(0 ' + upperHigh + ')">' + labels + '</g><g transform="translate(' + labelWide + " " + upperHigh + ')">' + made.untimed +
      '</g><g transform="translate(' + (labelWide + made.undatedWide + 10) + " " + upperHigh + ')">' + made.timed.replace(/var\(--halo, #ffffff\)/g, "#ffffff") + "</g>" + text(feet, 14, 400) + "</svg>";
  }

  return {
    svg: svg,
    mark: function (things) { if (!things.length && chosen !== null) { chosen = null; draw(); } },
    sample: function (kind) {
      const text = '<svg xmlns="http://www.w3.org/2000/svg" width="18" height="18" aria-hidden="true">' + shape(kind, 9, 9, kind[dhr.dark() ? "dark" : "light"]) + "</svg>";
      return document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
    },
    dashed: function () {
      const ring = '<svg xmlns="http://www.w3.org/2000/svg" width="22" height="22" aria-hidden="true"><circle cx="11" cy="11" r="9" fill="none" stroke="' + (dhr.dark() ? "#ffffff" : "#000000") + '" stroke-width="1.6"/></svg>';
      return { sample: document.importNode(new DOMParser().parseFromString(ring, "image/svg+xml").documentElement, true), text: "ringed: the report judges it a " + data.dash };
    },
  };
}());
