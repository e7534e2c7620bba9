"use strict";
// Search, filters, legend and what is saved.
(function () {
  const facts = dhr.facts, data = facts.data;
  const choices = document.getElementById("choices");
  const status = document.getElementById("status");

  function values(of) { return [...new Set(of)].filter(Boolean).sort(); }

  function choice(label, key, options) {
    const holder = dhr.element("label", label + " ");
    const select = dhr.element("select", "", { id: "choose-" + key });
    options.forEach(function ([value, text]) { select.append(dhr.element("option", text, { value: value })); });
    select.addEventListener("change", function () { facts.set(key, select.value); });
    holder.append(select);
    choices.append(holder);
  }

  function several(label, key, any, found) {
    if (found.length > 1) choice(label, key, [["", any]].concat(found));
  }

  const same = function (text) { return [text, text]; };
  several("Review", "review", "all reviews", data.reviews.map(function (title, place) { return [String(place), title]; }));
  several("Sector", "sector", "all sectors", values(data.entities.map(function (e) { return e.sector; })).map(same));
  several("Role of the person", "role", "all roles", values(data.facts.flatMap(function (f) { return f.roles || []; })).map(same));
  if (data.tags.length) choice("Only", "tag", [["", "no limit"]].concat(data.tags.map(same)));
  const days = values([...facts.all].flatMap(function (n) { return [data.facts[n].from, data.facts[n].to]; })).map(function (day) { return Number(day.slice(0, 4)); });
  if (days.length && days[0] < days[days.length - 1]) {
    const years = [];
    for (let year = days[0]; year <= days[days.length - 1]; year += 1) years.push(String(year));
    choice("From", "since", [["", "any year"]].concat(years.map(same)));
    choice("to", "until", [["", "any year"]].concat(years.map(same)));
    const holder = dhr.element("label", "", { class: "tick" });
    const box = dhr.element("input", "", { type: "checkbox", id: "undated", checked: true });
    box.addEventListener("change", function () { facts.set("undated", box.checked); });
    holder.append(box, " entries without a date, too");
    choices.append(holder);
  }
  choices.append(dhr.button("Clear filters", function () {
    choices.querySelectorAll("select").forEach(function (select) { select.value = ""; });
    choices.querySelectorAll("input").forEach(function (box) { box.checked = true; });
    document.querySelectorAll("#legend input").forEach(function (box) { box.checked = true; });
    Object.assign(facts.state, { review: "", sector: "", role: "", tag: "", since: "", until: "", undated: true, kinds: new Set(Object.keys(data.kinds)) });
    facts.refresh();
  }, { id: "clear" }));
  if (window.innerWidth < 700) document.getElementById("filters").open = false;

  facts.onChange(function () {
    const count = facts.distinct(facts.shown()).size, all = facts.all.size;
    status.textContent = count === all ? facts.count(all) : count.toLocaleString("en-GB") + " of " + facts.count(all) + (count ? "" : ": the filters let nothing through");
  });

  // The legend: kinds of lines as boxes to tick, then what the signs mean.
  function legend() {
    const kinds = dhr.element("ul", "", { "aria-label": "Kinds of lines" });
    const keys = data.kindOrder.filter(function (key) { return facts.pairs.some(function (pair) { return pair.kind === key; }); });
    keys.forEach(function (key) {
      const item = dhr.element("li");
      const holder = dhr.element("label");
      if (keys.length > 1) {
        const box = dhr.element("input", "", { type: "checkbox", "data-kind": key });
        box.checked = facts.state.kinds.has(key);
        box.addEventListener("change", function () {
          facts.state.kinds[box.checked ? "add" : "delete"](key);
          facts.refresh();
        });
        holder.append(box);
      }
      holder.append(dhr.picture.sample(data.kinds[key]), data.kinds[key].name);
      item.append(holder);
      kinds.append(item);
    });
    if (data.dash) {
      const item = dhr.element("li"), dashed = dhr.picture.dashed();
      item.append(dashed.sample, dashed.text);
      kinds.append(item);
    }
    const styles = dhr.element("ul", "", { "aria-label": "Signs" });
    data.order.forEach(function (key) {
      const item = dhr.element("li"), colours = facts.colours(key);
      const sign = dhr.element("span", data.styles[key].sign, { class: "sign", "aria-hidden": "true" });
      sign.style.background = colours.fill;
      sign.style.borderColor = colours.border;
      sign.style.color = colours.ink;
      item.append(sign, data.styles[key].name);
      styles.append(item);
    });
    document.getElementById("legend").replaceChildren(kinds);
    document.getElementById("signs").replaceChildren(styles);
  }

  // Search: names first, then what is told.
  const search = document.getElementById("search"), hits = document.getElementById("hits");
  function close() { hits.hidden = true; hits.replaceChildren(); }
  function find() {
    const wanted = search.value.trim().toLowerCase();
    if (!wanted) { close(); return; }
    const seen = new Set();
    facts.shown().forEach(function (pair) { seen.add(pair.one); seen.add(pair.other); });
    const names = data.entities.map(function (e, place) { return place; }).filter(function (place) {
      return seen.has(place) && data.entities[place].label.toLowerCase().includes(wanted);
    });
    const starts = function (place) { return data.entities[place].label.toLowerCase().startsWith(wanted) ? 0 : 1; };
    names.sort(function (a, b) { return starts(a) - starts(b) || a - b; });
    const told = [...facts.distinct(facts.shown())].filter(function (n) {
      return [data.facts[n].text].concat(data.facts[n].more || []).join(" ").toLowerCase().includes(wanted);
    });
    const list = dhr.element("ul");
    const add = function (text, action) {
      const item = dhr.element("li");
      item.append(dhr.button(text, function () { close(); action(search); }));
      list.append(item);
    };
    names.slice(0, 8).forEach(function (place) { add(facts.sign(place) + " " + facts.label(place), function (from) { dhr.panel.things([place], from); }); });
    if (told.length) add(facts.count(told.length) + " with these words", function (from) { dhr.panel.some("“" + search.value.trim() + "”", told, from); });
    const line = names.length > 8 ? "8 of " + names.length + " names; write more to narrow them" : names.length + told.length ? "" : "Nothing of this name or with these words is shown.";
    hits.replaceChildren(list, dhr.element("p", line, { role: "status" }));
    hits.hidden = false;
  }
  search.addEventListener("input", find);
  search.addEventListener("keydown", function (event) {
    const first = hits.querySelector("button");
    if (event.key === "Escape") { close(); }
    if (event.key === "Enter") { find(); const hit = hits.querySelector("button"); if (hit) hit.click(); }
    if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
  });
  hits.addEventListener("keydown", function (event) {
    const all = [...hits.querySelectorAll("button")], place = all.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); search.focus(); }
    if (event.key === "ArrowDown" && place < all.length - 1) { event.preventDefault(); all[place + 1].focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); (place ? all[place - 1] : search).focus(); }
  });
  document.querySelector(".find").addEventListener("focusout", function (event) {
    if (!event.currentTarget.contains(event.relatedTarget)) close();
  });

  // Saving: the picture as it is filtered, with its title and what it means.
  function picture() {
    const told = [data.title].concat(dhr.panel.filtered() ? ["Filtered: " + status.textContent] : [status.textContent]);
    return dhr.picture.svg(told, "What a report does not record is not shown, which does not mean that it did not happen.");
  }
  document.getElementById("svg").addEventListener("click", function () { dhr.save(data.name + ".svg", picture(), "image/svg+xml"); });
  document.getElementById("png").addEventListener("click", function () {
    dhr.png(picture()).then(function (blob) {
      if (blob) dhr.save(data.name + ".png", blob);
      else status.textContent = "The picture is too large for a PNG here: save it as SVG.";
    });
  });
  document.getElementById("print").addEventListener("click", function () { window.print(); });
  window.addEventListener("beforeprint", function () {
    const parsed = new DOMParser().parseFromString(picture(), "image/svg+xml").documentElement;
    document.getElementById("printed").replaceChildren(document.importNode(parsed, true));
  });
  window.addEventListener("afterprint", function () { document.getElementById("printed").replaceChildren(); });

  dhr.themed.push(legend);
  dhr.start = function () { legend(); facts.refresh(); };
}());
