"use strict";
// The panel of details: everything behind a thing, a line or a search, with its dates and paragraphs.
dhr.panel = (function () {
  const facts = dhr.facts, data = facts.data;
  const place = document.getElementById("details");
  const most = 150;
  let again = null, opener = null;

  function heading(level, text) { return dhr.element(level, text); }

  function fact(number, told) {
    const one = data.facts[number];
    const item = dhr.element("li");
    item.append(dhr.element("span", one.when || "no date told", { class: "when" }), " ");
    if (one.text) item.append(dhr.element("span", one.text), " ");
    const more = (told ? [told] : []).concat(one.more || []);
    const small = dhr.element("span", more.join(" · "), { class: "facts" });
    (one.tags || []).forEach(function (tag) { small.append(small.textContent ? " · " : "", dhr.element("strong", tag)); });
    const where = dhr.element("span", data.reviews.length > 1 && one.review !== undefined ? data.reviews[one.review] + ", " : "");
    where.append(dhr.cited(one, "¶ "));
    if (where.textContent) small.append(small.textContent ? " · " : "", where);
    item.append(small);
    if (one.behind) item.append(behind(one.behind));
    return item;
  }

  function behind(numbers) {
    const held = dhr.element("details", "", { class: "behind" });
    held.append(dhr.element("summary", dhr.plural(numbers.length, "contact") + " behind it"));
    held.addEventListener("toggle", function () {
      if (held.open && held.children.length === 1) held.append(list(numbers));
    });
    return held;
  }

  function list(numbers, told) {
    const made = dhr.element("ul", "", { class: "contacts" });
    const add = function (some) { some.forEach(function (number) { made.append(fact(number, told)); }); };
    add(numbers.slice(0, most));
    if (numbers.length > most) {
      const item = dhr.element("li");
      item.append(dhr.button("Show the other " + (numbers.length - most), function () { item.remove(); add(numbers.slice(most)); }));
      made.append(item);
    }
    return made;
  }

  function kind(pair) {
    return Object.keys(data.kinds).length > 1 ? data.kinds[pair.kind].name : "";
  }

  function open(parts, redo, focus) {
    again = redo;
    const close = dhr.button("Close", function () { clear(true); }, { class: "close" });
    place.replaceChildren(close, ...parts);
    place.scrollTop = 0;
    if (focus) {
      opener = focus instanceof Element ? focus : document.activeElement;
      place.focus();
      if (place.getBoundingClientRect().top > window.innerHeight * 0.8) place.scrollIntoView({ block: "nearest" });
    }
  }

  function clear(back) {
    again = null;
    place.replaceChildren(
      heading("h2", "Details"),
      dhr.element("p", "Choose a name or a line in the picture, find a name above, or choose one in the table below: everything behind it is shown here, with dates and paragraphs.", { class: "small" })
    );
    if (dhr.picture) dhr.picture.mark([]);
    if (back && opener && opener.isConnected) opener.focus();
    opener = null;
  }

  // All that is shown of some things: one, or those that a mark of the picture stands for.
  function things(numbers, focus) {
    const found = facts.shown().filter(function (pair) { return numbers.includes(pair.one) || numbers.includes(pair.other); });
    const parts = [];
    if (numbers.length === 1) {
      const thing = data.entities[numbers[0]];
      parts.push(heading("h2", facts.label(numbers[0])), dhr.element("p", [thing.about, thing.role].filter(Boolean).join(" · "), { class: "small" }));
    } else {
      parts.push(heading("h2", numbers.length + " drawn as one"));
    }
    parts.push(dhr.element("p", facts.count(facts.distinct(found).size) + (filtered() ? " that the filters let through" : ""), { class: "small" }));
    found.slice(0, most).forEach(function (pair) { parts.push(...part(pair, numbers)); });
    if (found.length > most) parts.push(dhr.element("p", "The first " + most + " of " + found.length + " are shown: filter, or look in the table.", { class: "small" }));
    if (!found.length) parts.push(dhr.element("p", "The filters let nothing of it through."));
    open(parts, function () { things(numbers); }, focus);
    if (dhr.picture) dhr.picture.mark(numbers);
  }

  function part(pair, numbers) {
    const away = numbers.includes(pair.one) ? pair.other : pair.one;
    const arrow = data.kinds[pair.kind].arrow;
    const word = arrow ? (numbers.includes(pair.one) ? "To " : "From ") : pair.other < 0 ? "" : "With ";
    const head = heading("h3", word);
    if (numbers.length > 1) head.prepend(facts.label(numbers.includes(pair.one) ? pair.one : pair.other) + ": ");
    if (away >= 0) head.append(dhr.button(facts.label(away), function () { things([away], true); }, { class: "pick" }));
    head.append((away >= 0 ? ": " : "") + facts.count(pair.facts.length));
    const parts = [head];
    if (kind(pair)) parts.push(dhr.element("p", kind(pair), { class: "small" }));
    parts.push(list(facts.inOrder(pair.facts)));
    return parts;
  }

  // What is behind a line: some pairs, by their numbers.
  function line(numbers, focus) {
    const found = facts.shown().filter(function (pair) { return numbers.includes(pair.number); });
    if (!found.length) return;
    const parts = [];
    found.slice(0, most).forEach(function (pair, place) {
      const joins = data.kinds[pair.kind].arrow ? " → " : " and ";
      const text = facts.label(pair.one) + (pair.other < 0 ? "" : joins + facts.label(pair.other));
      parts.push(heading(place ? "h3" : "h2", text));
      parts.push(dhr.element("p", [kind(pair), facts.count(pair.facts.length)].filter(Boolean).join(" · "), { class: "small" }));
      parts.push(list(facts.inOrder(pair.facts)));
    });
    open(parts, function () { line(numbers); }, focus);
    if (dhr.picture) dhr.picture.mark([found[0].one, found[0].other], numbers);
  }

  // Facts by themselves, under a heading.
  function some(title, numbers, focus) {
    open([heading("h2", title), dhr.element("p", facts.count(numbers.length), { class: "small" }), list(facts.inOrder(numbers))], null, focus);
  }

  function filtered() {
    const s = facts.state;
    return Boolean(s.review !== "" || s.sector || s.role || s.tag || s.since || s.until || s.kinds.size < Object.keys(data.kinds).length);
  }

  place.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { event.preventDefault(); clear(true); }
  });
  facts.onChange(function () { if (again) again(); });
  clear();

  return { things: things, line: line, some: some, clear: clear, filtered: filtered };
}());
