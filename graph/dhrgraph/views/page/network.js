"use strict";
// The picture of a network, drawn by vis-network at positions that were computed beforehand.
dhr.picture = (function () {
  const facts = dhr.facts, data = facts.data;
  const frame = document.getElementById("network");
  const font = data.options.nodes.font.size;
  const holds = data.marks.map(function (mark) { return mark[1]; });
  const markOf = new Map(holds.flatMap(function (things, mark) { return things.map(function (thing) { return [thing, mark]; }); }));
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  let network = null, was = { nodes: [], edges: [] };
  let visible = new Set(), counts = new Map(), chosen = new Set(), lit = new Set(), current = null, touched = false, review = "";

  function nodeColours(mark) {
    const colours = data.styles[data.marks[mark][0]][dhr.dark() ? "dark" : "light"];
    return {
      color: { background: colours.fill, border: colours.border, highlight: { background: colours.fill, border: colours.border }, hover: { background: colours.fill, border: colours.border } },
      font: { color: colours.ink },
    };
  }

  function lineColour(kind, light) { return data.kinds[kind][!light && dhr.dark() ? "dark" : "light"]; }

  function width(number) { return Math.min(3 + 2.4 * Math.sqrt(number - 1), 16); }

  function dash(line, numbers) {
    const kind = data.kinds[line[0]];
    if (kind.dash.length) return kind.dash;
    const marked = data.dash && numbers.some(function (n) { return (data.facts[n].tags || []).includes(data.dash); });
    return marked ? [12, 9] : false;
  }

  // What each line stands for, by the filters.
  function count() {
    const byPair = new Map(facts.shown().map(function (pair) { return [pair.number, pair.facts]; }));
    counts = new Map();
    data.lines.forEach(function (line, number) {
      const found = new Set();
      line[1].forEach(function (pair) { (byPair.get(pair) || []).forEach(function (fact) { found.add(fact); }); });
      if (found.size) counts.set(number, [...found]);
    });
    visible = new Set();
    facts.shown().forEach(function (pair) {
      visible.add(markOf.get(pair.one));
      if (pair.other >= 0) visible.add(markOf.get(pair.other));
    });
  }

  // Where a mark stands and how a line bends: a review that is shown alone has a picture of its own.
  function view() { return data.views[facts.state.review] || { places: {}, bends: {} }; }
  function place(mark) { return view().places[mark] || [data.nodes[mark].x, data.nodes[mark].y]; }
  function bend(line) { const own = view().bends[line]; return own === undefined ? data.lines[line][2] : own; }
  function smooth(bent) {
    return bent ? { enabled: true, type: bent > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bent) } : false;
  }

  function name(mark) { return data.nodes[mark].label.replace(/\n/g, " "); }

  // A mark or line is faint where something else is chosen. Only what has changed is told to vis-network.
  function paint() {
    const near = new Set(chosen);
    counts.forEach(function (found, number) {
      const edge = data.edges[number];
      if (on(edge) && chosen.size) { near.add(edge.from); near.add(edge.to); }
    });
    change(nodes, "nodes", data.nodes.map(function (node) {
      const hidden = !visible.has(node.id), faint = chosen.size > 0 && !near.has(node.id), picked = chosen.has(node.id), at = place(node.id);
      return { as: [hidden, faint, picked, dhr.dark(), at].join(), make: function () {
        return Object.assign({ x: at[0], y: at[1], hidden: hidden, opacity: faint ? 0.22 : 1, borderWidth: picked ? 6 : 2 }, nodeColours(node.id));
      } };
    }));
    change(edges, "edges", data.edges.map(function (edge) {
      const found = counts.get(edge.id);
      if (!found) return { as: "hidden", make: function () { return { hidden: true }; } };
      const bright = on(edge), line = data.lines[edge.id], dashes = dash(line, found), colour = lineColour(line[0]), bent = bend(edge.id);
      return { as: [found.length, bright, dashes, colour, bent].join(), make: function () {
        return {
          hidden: false, width: width(found.length), dashes: dashes, smooth: smooth(bent), title: title(edge, line, found),
          color: { color: colour, highlight: colour, hover: colour, opacity: bright ? 1 : 0.12 },
        };
      } };
    }));
  }

  function on(edge) {
    return lit.size ? lit.has(edge.id) : !chosen.size || chosen.has(edge.from) || chosen.has(edge.to);
  }

  function change(set, name, wanted) {
    const before = was[name];
    was[name] = wanted.map(function (one) { return one.as; });
    if (!network) {
      set.add(wanted.map(function (one, id) { return Object.assign({}, data[name][id], one.make()); }));
      return;
    }
    set.update(wanted.flatMap(function (one, id) { return one.as === before[id] ? [] : [Object.assign({ id: id }, one.make())]; }));
  }

  function title(edge, line, found) {
    const joins = data.kinds[line[0]].arrow ? " → " : " – ";
    const kind = Object.keys(data.kinds).length > 1 ? data.kinds[line[0]].name + ", " : "";
    return name(edge.from).slice(0, 60) + joins + name(edge.to).slice(0, 60) + ": " + kind + facts.count(found.length);
  }

  function size(mark) {
    return { width: data.options.nodes.widthConstraint.minimum + 20, height: data.nodes[mark].heightConstraint + 26 };
  }

  function extent() {
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    visible.forEach(function (mark) {
      const at = network.getPosition(mark), half = size(mark);
      box.left = Math.min(box.left, at.x - half.width / 2);
      box.right = Math.max(box.right, at.x + half.width / 2);
      box.top = Math.min(box.top, at.y - half.height / 2);
      box.bottom = Math.max(box.bottom, at.y + half.height / 2);
    });
    return box;
  }

  // Show all; where names became too small to read, show a part and let the reader move.
  function fit(all) {
    if (!visible.size) return;
    const box = extent();
    const whole = Math.min(frame.clientWidth / (box.right - box.left + 30), frame.clientHeight / (box.bottom - box.top + 30), Math.max(20 / font, frame.clientWidth / 1900));
    const least = all === true ? 0 : 8 / font;
    const scale = Math.max(whole, least);
    const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
    if (scale > whole) {
      const tall = frame.clientHeight / scale, wide = frame.clientWidth / scale;
      if (tall < box.bottom - box.top) middle.y = box.top + tall / 2 - 20;
      if (wide < box.right - box.left) middle.x = box.left + wide / 2 - 20;
    }
    network.moveTo({ position: middle, scale: scale, animation: false });
  }

  function zoom(by) {
    touched = true;
    network.moveTo({ scale: Math.min(Math.max(network.getScale() * by, 0.02), 3), animation: false });
  }

  // Bring a mark into view, and make it readable.
  function reveal(mark) {
    const at = network.getPosition(mark);
    const place = network.canvasToDOM(at);
    const inside = place.x > 60 && place.y > 30 && place.x < frame.clientWidth - 60 && place.y < frame.clientHeight - 30;
    const small = network.getScale() * font < 9;
    if (!inside || small) {
      touched = true;
      network.moveTo({ position: at, scale: small ? 12 / font : network.getScale(), animation: false });
    }
  }

  function choose(mark, focus) {
    current = mark;
    dhr.panel.things(holds[mark], focus);
  }

  frame.addEventListener("focus", function () { network.setOptions({ interaction: { zoomView: true } }); });
  frame.addEventListener("blur", function () { network.setOptions({ interaction: { zoomView: false } }); });
  frame.addEventListener("pointerdown", function () { frame.focus({ preventScroll: true }); });

  // The nearest mark in a direction, straight on before aside.
  function next(dx, dy) {
    const marks = [...visible];
    if (current === null || !visible.has(current)) {
      return marks.sort(function (a, b) { return place(a)[1] - place(b)[1] || place(a)[0] - place(b)[0]; })[0];
    }
    const from = network.getPosition(current);
    let best = current, least = Infinity;
    marks.forEach(function (mark) {
      const at = network.getPosition(mark);
      const on = (at.x - from.x) * dx + (at.y - from.y) * dy, aside = Math.abs((at.x - from.x) * dy) + Math.abs((at.y - from.y) * dx);
      const far = on + 2.5 * aside;
      if (mark !== current && on > 1 && far < least) { least = far; best = mark; }
    });
    return best;
  }

  frame.addEventListener("keydown", function (event) {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (way && visible.size) {
      choose(next(way[0], way[1]));
      reveal(current);
      document.getElementById("status").textContent = name(current) + ": " + dhr.plural(network.getConnectedEdges(current).filter(function (e) { return counts.has(e); }).length, "line");
    } else if (event.key === "Enter" && current !== null) choose(current, frame);
    else if (event.key === "Escape") { current = null; dhr.panel.clear(); }
    else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") fit(true);
    else return;
    event.preventDefault();
  });
  document.getElementById("closer").addEventListener("click", function () { zoom(1.4); });
  document.getElementById("farther").addEventListener("click", function () { zoom(1 / 1.4); });
  document.getElementById("fit").addEventListener("click", function () { touched = false; fit(true); });

  // vis-network is begun once all is known that it is to draw.
  function begin() {
    network = new vis.Network(frame, { nodes: nodes, edges: edges }, data.options);
    dhr.picture.network = network;
    network.on("click", function (event) {
      if (event.nodes.length) choose(event.nodes[0]);
      else if (event.edges.length) dhr.panel.line(data.lines[event.edges[0]][1]);
      else dhr.panel.clear();
    });
    network.on("dragStart", function () { touched = true; });
    network.on("zoom", function () { touched = true; });
  }

  facts.onChange(function () {
    count();
    if (facts.state.review !== review) touched = false;
    review = facts.state.review;
    paint();
    if (!network) begin();
    if (!touched) fit();
  });
  dhr.themed.push(function () { if (network) paint(); });
  new ResizeObserver(function () { if (network && !touched) { network.redraw(); fit(); } }).observe(frame);

  // Where a line leaves the box of a mark, on its way to a point.
  function border(mark, to) {
    const at = network.getPosition(mark), half = size(mark);
    const dx = to.x - at.x, dy = to.y - at.y;
    const part = Math.min(1, half.width / 2 / Math.max(Math.abs(dx), 0.01), half.height / 2 / Math.max(Math.abs(dy), 0.01));
    return { x: at.x + dx * part, y: at.y + dy * part };
  }

  // The point towards which a bent line bends, as vis-network has it.
  function via(one, other, bent) {
    const dx = other.x - one.x, dy = one.y - other.y, far = Math.hypot(dx, dy), long = (Math.abs(bent) * 0.5 + 0.5) * far;
    const turned = Math.atan2(dy, dx) + bent * 0.5 * Math.PI;
    return { x: one.x + long * Math.cos(turned), y: one.y - long * Math.sin(turned) };
  }

  function svgLine(edge) {
    const found = counts.get(edge.id), line = data.lines[edge.id];
    const colour = lineColour(line[0], true), thick = width(found.length), dashes = dash(line, found);
    const one = network.getPosition(edge.from), other = network.getPosition(edge.to);
    const curve = bend(edge.id), bent = curve ? via(one, other, curve) : null;
    const start = border(edge.from, bent || other), end = border(edge.to, bent || one);
    const r = Math.round;
    const path = "M" + r(start.x) + " " + r(start.y) + (bent ? "Q" + r(bent.x) + " " + r(bent.y) + " " : "L") + r(end.x) + " " + r(end.y);
    let made = '<path d="' + path + '" fill="none" stroke="' + colour + '" stroke-width="' + thick.toFixed(1) + '"' + (dashes ? ' stroke-dasharray="' + dashes.join(" ") + '"' : "") + "/>";
    if (data.kinds[line[0]].arrow) {
      const back = bent || one, turn = Math.atan2(end.y - back.y, end.x - back.x), long = 16 + thick;
      const corner = function (by) { return r(end.x - long * Math.cos(turn + by)) + "," + r(end.y - long * Math.sin(turn + by)); };
      made += '<polygon points="' + r(end.x) + "," + r(end.y) + " " + corner(0.4) + " " + corner(-0.4) + '" fill="' + colour + '"/>';
    }
    return made;
  }

  function svgMark(mark) {
    const at = network.getPosition(mark), half = size(mark), colours = data.styles[data.marks[mark][0]].light;
    const shape = data.nodes[mark].shapeProperties, rows = data.nodes[mark].label.split("\n");
    const top = at.y - (rows.length - 1) * 15.5 + 9;
    return '<rect x="' + (at.x - half.width / 2) + '" y="' + (at.y - half.height / 2) + '" width="' + half.width + '" height="' + half.height + '" rx="' + shape.borderRadius +
      '" fill="' + colours.fill + '" stroke="' + colours.border + '" stroke-width="2"' + (shape.borderDashes ? ' stroke-dasharray="8 6"' : "") + "/>" +
      rows.map(function (row, place) { return '<text x="' + at.x + '" y="' + (top + place * 31) + '" text-anchor="middle" font-size="' + font + '" fill="' + colours.ink + '">' + dhr.xml(row) + "</text>"; }).join("");
  }

  // The legend of a saved picture, in columns below it.
  function svgLegend(left, top, wide) {
    const keys = [...new Set([...counts.keys()].map(function (number) { return data.lines[number][0]; }))];
    const styles = [...new Set([...visible].map(function (mark) { return data.marks[mark][0]; }))];
    const items = keys.map(function (key) {
      const kind = data.kinds[key];
      return ['<line x1="0" y1="-8" x2="56" y2="-8" stroke="' + kind.light + '" stroke-width="4"' + (kind.dash.length ? ' stroke-dasharray="' + kind.dash.join(" ") + '"' : "") + "/>", kind.name];
    });
    if (data.dash) items.push(['<line x1="0" y1="-8" x2="56" y2="-8" stroke="' + data.kinds[keys[0] || Object.keys(data.kinds)[0]].light + '" stroke-width="4" stroke-dasharray="12 9"/>', "with a " + data.dash]);
    styles.forEach(function (key) {
      const style = data.styles[key];
      items.push(['<rect x="8" y="-26" width="40" height="34" rx="6" fill="' + style.light.fill + '" stroke="' + style.light.border + '"/><text x="28" y="0" text-anchor="middle" font-size="24" fill="' + style.light.ink + '">' + dhr.xml(style.sign) + "</text>", style.name]);
    });
    const across = Math.max(1, Math.floor(wide / 640));
    const made = items.map(function ([sample, text], place) {
      const x = left + (place % across) * 640, y = top + Math.floor(place / across) * 48;
      return '<g transform="translate(' + x + " " + y + ')">' + sample + '<text x="70" y="0" font-size="24" fill="#1f2933">' + dhr.xml(text) + "</text></g>";
    }).join("");
    return { svg: made, height: Math.ceil(items.length / across) * 48 };
  }

  function svg(head, foot) {
    const box = visible.size ? extent() : { left: 0, right: 900, top: 0, bottom: 40 };
    const left = Math.floor(box.left) - 30, wide = Math.max(Math.ceil(box.right - box.left) + 60, 1000);
    const heads = dhr.lines(head[0], Math.floor(wide / 24));
    const small = dhr.lines(head.slice(1).join(" · "), Math.floor(wide / 14));
    const feet = dhr.lines(foot, Math.floor(wide / 13));
    const upper = 40 + heads.length * 48 + small.length * 32;
    const top = Math.floor(box.top) - upper, legend = svgLegend(left + 30, Math.ceil(box.bottom) + 80, wide - 60);
    const high = Math.ceil(box.bottom) + 90 + legend.height + feet.length * 32 - top;
    let y = top;
    const text = function (rows, height, weight) {
      return rows.map(function (row) { y += height * 1.2; return '<text x="' + (left + 30) + '" y="' + y + '" font-size="' + height + '" font-weight="' + weight + '" fill="#1f2933">' + dhr.xml(row) + "</text>"; }).join("");
    };
    const upperText = text(heads, 40, 650) + text(small, 26, 400);
    const lines = data.edges.filter(function (edge) { return counts.has(edge.id); }).map(svgLine).join("");
    const marks = [...visible].sort(function (a, b) { return a - b; }).map(svgMark).join("");
    y = Math.ceil(box.bottom) + 60 + legend.height;
    return '<svg xmlns="http://www.w3.org/2000/svg" width="' + wide + '" height="' + high + '" viewBox="' + left + " " + top + " " + wide + " " + high +
      '" font-family="system-ui, Segoe UI, sans-serif"><rect x="' + left + '" y="' + top + '" width="' + wide + '" height="' + high + '" fill="#ffffff"/>' +
      upperText + lines + marks + legend.svg + text(feet, 24, 400) + "</svg>";
  }

  return {
    svg: svg,
    mark: function (things, pairs) {
      chosen = new Set(things.map(function (thing) { return markOf.get(thing); }));
      lit = new Set();
      if (!network) return;
      if (pairs) data.lines.forEach(function (line, number) { if (line[1].some(function (pair) { return pairs.includes(pair); })) lit.add(number); });
      if (things.length) { current = markOf.get(things[0]); if (visible.has(current) && document.activeElement !== frame) reveal(current); }
      paint();
    },
    sample: function (kind) {
      const made = dhr.svgElement("svg", { width: 44, height: 12, "aria-hidden": "true" });
      const colour = kind[dhr.dark() ? "dark" : "light"];
      const line = { x1: 0, y1: 6, x2: kind.arrow ? 34 : 44, y2: 6, stroke: colour, "stroke-width": 3 };
      if (kind.dash.length) line["stroke-dasharray"] = kind.dash.map(function (d) { return Math.max(2, d / 2); }).join(" ");
      made.append(dhr.svgElement("line", line));
      if (kind.arrow) made.append(dhr.svgElement("polygon", { points: "44,6 33,1 33,11", fill: colour }));
      return made;
    },
    dashed: function () {
      const kind = Object.assign({}, data.kinds[data.kindOrder[0]], { dash: [12, 9] });
      return { sample: dhr.picture.sample(kind), text: "with a " + data.fact + " that the report judges a " + data.dash };
    },
  };
}());
