"use strict";
// The tables below the picture, and the same as CSV.
(function () {
  const facts = dhr.facts, data = facts.data;
  const most = 200;
  const sorted = { pairs: null, facts: null };
  const several = Object.keys(data.kinds).length > 1;
  const alone = facts.pairs.every(function (pair) { return pair.other < 0; });

  function reviews(numbers) {
    const found = new Set(numbers.map(function (n) { return data.facts[n].review; }).filter(function (r) { return r !== undefined; }));
    return [...found].map(function (r) { return data.reviews[r]; }).sort().join("; ");
  }

  function tagged(numbers, tag) {
    return numbers.filter(function (n) { return (data.facts[n].tags || []).includes(tag); }).length;
  }

  function joins(pair) {
    const text = facts.label(pair.one) + (pair.other < 0 ? "" : (data.kinds[pair.kind].arrow ? " → " : " – ") + facts.label(pair.other));
    return text;
  }

  // Columns: heading, the cell's value to sort and show by, whether it is a number, and what a cell does.
  function pairColumns() {
    const columns = [
      { head: data.one, value: function (p) { return facts.label(p.one); }, pick: function (p, from) { dhr.panel.things([p.one], from); } },
      { head: "Sector", value: function (p) { return data.entities[p.one].sector || ""; } },
    ];
    if (!alone) columns.push({ head: data.other, value: function (p) { return facts.label(p.other); }, pick: function (p, from) { dhr.panel.things([p.other], from); } });
    if (several) columns.push({ head: "Kind", value: function (p) { return data.kinds[p.kind].name; } });
    if (data.reviews.length > 1) columns.push({ head: "Review", value: function (p) { return reviews(p.facts); } });
    columns.push(
      { head: "Number", number: true, value: function (p) { return p.facts.length; }, pick: function (p, from) { dhr.panel.line([p.number], from); } },
      { head: "First", value: function (p) { return facts.first(p.facts); }, text: function (f) { return f ? f.when : ""; }, key: function (f) { return f ? f.from : "9999"; } },
      { head: "Last", value: function (p) { return facts.last(p.facts); }, text: function (f) { return f ? f.when : ""; }, key: function (f) { return f ? f.to || f.from : "9999"; } }
    );
    data.tags.forEach(function (tag) {
      columns.push({ head: tag.charAt(0).toUpperCase() + tag.slice(1), number: true, value: function (p) { return tagged(p.facts, tag); } });
    });
    return columns.filter(function (column) { return column.head !== "Sector" || data.entities.some(function (e) { return e.sector; }); });
  }

  // One row a fact, with the things that it joins.
  function factRows() {
    const rows = new Map();
    facts.shown().forEach(function (pair) {
      pair.facts.forEach(function (number) {
        const row = rows.get(number) || { number: number, fact: data.facts[number], joins: [], kinds: new Set() };
        row.joins.push(joins(pair));
        row.kinds.add(data.kinds[pair.kind].name);
        rows.set(number, row);
      });
    });
    return facts.inOrder([...rows.keys()]).map(function (number) { return rows.get(number); });
  }

  function factColumns() {
    const columns = [
      { head: "Date", value: function (r) { return r.fact; }, text: function (f) { return f.when || "no date told"; }, key: function (f) { return f.from || f.to || "9999"; } },
      { head: "Who", value: function (r) { return r.joins.join("; "); } },
    ];
    if (several) columns.push({ head: "Kind", value: function (r) { return [...r.kinds].join("; "); } });
    columns.push(
      { head: "Summary", value: function (r) { return r.fact.text || ""; } },
      { head: "More", value: function (r) { return (r.fact.more || []).concat(r.fact.tags || []).join(" · "); } }
    );
    if (data.reviews.length > 1) columns.push({ head: "Review", value: function (r) { return r.fact.review === undefined ? "" : data.reviews[r.fact.review]; } });
    columns.push({ head: "Paragraphs", value: function (r) { return (r.fact.cites || []).join(", "); }, show: function (r) { return dhr.cited(r.fact, ""); } });
    return columns;
  }

  function order(rows, columns, by) {
    if (!by) return rows;
    const column = columns[by.column];
    const key = function (row) {
      const value = column.value(row);
      return column.key ? column.key(value) : typeof value === "string" ? value.toLowerCase() : value;
    };
    return rows.slice().sort(function (a, b) {
      const x = key(a), y = key(b);
      return (x < y ? -1 : x > y ? 1 : 0) * (by.down ? -1 : 1);
    });
  }

  function draw(place, name, caption, columns, rows, all) {
    const table = dhr.element("table");
    table.append(dhr.element("caption", caption));
    const head = dhr.element("tr");
    const by = sorted[name];
    columns.forEach(function (column, number) {
      const chosen = by && by.column === number;
      const cell = dhr.element("th", "", { scope: "col", class: column.number ? "n" : null, "aria-sort": chosen ? (by.down ? "descending" : "ascending") : null });
      cell.append(dhr.button(column.head + (chosen ? (by.down ? " ▼" : " ▲") : ""), function () {
        sorted[name] = { column: number, down: chosen ? !by.down : Boolean(column.number) };
        draw(place, name, caption, columns, rows, all);
        place.querySelectorAll("thead button")[number].focus();
      }, { class: "sort" }));
      head.append(cell);
    });
    const thead = dhr.element("thead"), tbody = dhr.element("tbody");
    thead.append(head);
    const put = order(rows, columns, by);
    put.slice(0, all ? put.length : most).forEach(function (row) {
      const line = dhr.element("tr");
      columns.forEach(function (column, number) {
        const value = column.value(row);
        const text = column.text ? column.text(value) : String(value);
        const cell = dhr.element(number === 0 && column.pick ? "th" : "td", column.pick ? "" : text, { scope: number === 0 && column.pick ? "row" : null, class: column.number ? "n" : null });
        if (column.show) cell.replaceChildren(column.show(row));
        if (column.pick) {
          const label = column.number ? text + " behind " + joins(row) + ": show" : null;
          const button = dhr.button(text, function () { column.pick(row, button); }, { class: "pick", "aria-label": label });
          cell.append(button);
        }
        line.append(cell);
      });
      tbody.append(line);
    });
    table.append(thead, tbody);
    const scroll = dhr.element("div", "", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption });
    scroll.append(table);
    const parts = [scroll];
    if (!all && put.length > most) {
      parts.push(dhr.button("Show all " + put.length + " rows (" + most + " are shown)", function () { draw(place, name, caption, columns, rows, true); }));
    }
    if (!put.length) parts.push(dhr.element("p", facts.all.size ? "The filters let nothing through." : "There is nothing to list."));
    place.replaceChildren(...parts);
  }

  const every = document.getElementById("every");
  function drawFacts() {
    if (every.open) draw(document.getElementById("facts"), "facts", "Each " + data.fact, factColumns(), factRows());
  }

  facts.onChange(function () {
    const what = alone ? data.one : data.one === data.other ? "Pairs" : data.one + " and " + data.other.charAt(0).toLowerCase() + data.other.slice(1);
    draw(document.getElementById("table"), "pairs", what + ", with the number of each " + data.fact, pairColumns(), facts.shown());
    drawFacts();
  });
  every.addEventListener("toggle", drawFacts);

  // Every fact that is shown, and those behind it, a row each.
  function csvRows() {
    const rows = [["kind", "who", "date", "first day", "last day", "summary", "more", "marks", "review", "paragraphs", "record"]];
    const add = function (kind, who, fact) {
      rows.push([kind, who, fact.when || "", fact.from || "", fact.to || "", fact.text || "", (fact.more || []).join("; "), (fact.tags || []).join("; "),
        fact.review === undefined ? "" : data.reviews[fact.review], (fact.cites || []).join("; "), fact.id]);
    };
    factRows().forEach(function (row) {
      add([...row.kinds].join("; "), row.joins.join("; "), row.fact);
      (row.fact.behind || []).forEach(function (number) { add("behind the row above", "", data.facts[number]); });
    });
    return rows;
  }

  document.getElementById("csv").addEventListener("click", function () {
    dhr.save(data.name + ".csv", dhr.csv(csvRows()), "text/csv;charset=utf-8");
  });
}());
