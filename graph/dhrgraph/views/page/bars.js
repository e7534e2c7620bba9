"use strict";
// Bars: one for each thing, as long as its number, drawn as SVG.
dhr.picture = (function () {
  const facts = dhr.facts, data = facts.data;
  const place = document.getElementById("bars"), high = 34, most = 200;
  let which = data.bars.length ? 0 : -1;

  function word(column) { return column < 0 ? "rows" : data.bars[column].replace(/_/g, " "); }

  if (data.bars.length > 1) {
    const label = dhr.element("label", "Length of the bars "), select = dhr.element("select");
    data.bars.forEach(function (name, column) { select.append(dhr.element("option", word(column), { value: column })); });
    select.addEventListener("change", function () { which = Number(select.value); draw(); });
    label.append(select);
    document.getElementById("which").append(label);
  }

  // The bars that the filters let through, longest first; a thing without a number has none.
  function bars() {
    return facts.shown().map(function (pair) {
      const values = pair.facts.map(function (fact) { return which < 0 ? 1 : data.values[fact][which]; });
      const told = values.filter(function (value) { return value !== null; });
      return { thing: pair.one, value: told.length ? told.reduce(function (a, b) { return a + b; }, 0) : null };
    }).filter(function (bar) { return bar.value !== null; }).sort(function (a, b) { return b.value - a.value || a.thing - b.thing; });
  }

  function plan(wide, light, some) {
    const ink = !light && dhr.dark() ? "#e8edf2" : "#1f2933", colour = !light && dhr.dark() ? "#6cc0f0" : "#0072b2";
    const labelWide = Math.min(wide * 0.45, 420), room = wide - labelWide - 90;
    const least = Math.min(0, ...some.map(function (b) { return b.value; })), top = Math.max(0, ...some.map(function (b) { return b.value; })) || 1;
    const at = function (value) { return labelWide + ((value - least) / (top - least || 1)) * room; };
    let y = 8;
    const rows = some.map(function (bar) {
      const lines = dhr.lines(facts.label(bar.thing), Math.floor(labelWide / 7.8)).slice(0, 4), tall = Math.max(high, lines.length * 17 + 12);
      const from = Math.min(at(0), at(bar.value)), to = Math.max(at(0), at(bar.value));
      const words = lines.map(function (row, n) { return '<text x="' + (labelWide - 10) + '" y="' + (y + tall / 2 - (lines.length - 1) * 8.5 + n * 17 + 5) + '" text-anchor="end" font-size="14" fill="' + ink + '">' + dhr.xml(row) + "</text>"; }).join("");
      const made = (light ? "<g>" : '<g class="event" role="button" tabindex="0" data-thing="' + bar.thing + '" aria-label="' + dhr.xml(facts.label(bar.thing) + ": " + bar.value + " " + word(which)) + '">') + words +
        '<rect x="' + from.toFixed(1) + '" y="' + (y + 6) + '" width="' + Math.max(to - from, 1.5).toFixed(1) + '" height="' + (tall - 12) + '" fill="' + colour + '"/>' +
        '<text x="' + (to + 8).toFixed(1) + '" y="' + (y + tall / 2 + 5) + '" font-size="14" font-weight="650" fill="' + ink + '">' + bar.value.toLocaleString("en-GB") + "</text></g>";
      y += tall;
      return made;
    }).join("");
    return { svg: rows, high: y + 10 };
  }

  function draw() {
    const all = bars(), made = plan(Math.max(place.clientWidth, 280), false, all.slice(0, most));
    const wide = Math.max(place.clientWidth, 280);
    const text = '<svg xmlns="http://www.w3.org/2000/svg" width="' + wide + '" height="' + made.high + '" viewBox="0 0 ' + wide + " " + made.high + '" role="group" aria-label="Bars" font-family="system-ui, Segoe UI, sans-serif">' + made.svg + "</svg>";
    place.replaceChildren(document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true));
    if (all.length > most) place.append(dhr.element("p", "The " + most + " longest of " + all.length + " bars; the table has all.", { class: "small" }));
    if (!all.length) place.append(dhr.element("p", facts.all.size ? "The filters let nothing through." : "No row answers this; what is not recorded is not shown."));
  }

  function show(event) {
    const hit = event.target.closest(".event");
    if (hit) dhr.panel.things([Number(hit.dataset.thing)], hit);
    return hit;
  }
  place.addEventListener("click", show);
  place.addEventListener("keydown", function (event) {
    if ((event.key === "Enter" || event.key === " ") && show(event)) event.preventDefault();
    if (event.key === "Escape") dhr.panel.clear();
  });
  facts.onChange(draw);
  dhr.themed.push(draw);
  let wide = place.clientWidth;
  new ResizeObserver(function () { if (place.clientWidth !== wide) { wide = place.clientWidth; draw(); } }).observe(place);

  return {
    mark: function () {},
    sample: function (kind) {
      const made = dhr.svgElement("svg", { width: 24, height: 12, "aria-hidden": "true" });
      made.append(dhr.svgElement("rect", { x: 0, y: 1, width: 24, height: 10, fill: kind[dhr.dark() ? "dark" : "light"] }));
      return made;
    },
    svg: function (head, foot) {
      const made = plan(1100, true, bars()), heads = dhr.lines(head[0], 80), small = dhr.lines(head.slice(1).concat("bars: " + word(which)).join(" · "), 130), feet = dhr.lines(foot, 130);
      const upper = 30 + heads.length * 30 + small.length * 20, high = upper + made.high + feet.length * 20 + 20;
      let y = 14;
      const text = function (rows, size, weight) { return rows.map(function (row) { y += size * 1.35; return '<text x="20" y="' + y + '" font-size="' + size + '" font-weight="' + weight + '" fill="#1f2933">' + dhr.xml(row) + "</text>"; }).join(""); };
      const titles = text(heads, 22, 650) + text(small, 14, 400);
      y = upper + made.high;
      return '<svg xmlns="http://www.w3.org/2000/svg" width="1100" height="' + high + '" viewBox="0 0 1100 ' + high + '" font-family="system-ui, Segoe UI, sans-serif"><rect width="1100" height="' + high + '" fill="#ffffff"/>' +
        titles + '<g transform="translate(0 ' + upper + ')">' + made.svg + "</g>" + text(feet, 14, 400) + "</svg>";
    },
  };
}());
