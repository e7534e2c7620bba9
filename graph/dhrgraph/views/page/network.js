"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const nodes = new vis.DataSet(data.nodes.map(function (node) {
    return Object.assign({}, node, { font: { size: 34, color: "#1f2933", strokeWidth: 10, strokeColor: "#ffffff" } });
  }));
  const edges = new vis.DataSet(data.edges.map(function (edge) {
    return Object.assign({}, edge, { color: { color: "#9aa5b1", highlight: "#0b5cad", hover: "#52606d" } });
  }));
  const network = new vis.Network(document.getElementById("network"), { nodes: nodes, edges: edges }, data.options);
  const panel = document.getElementById("details");
  const review = document.getElementById("review");
  const status = document.getElementById("status");

  function element(tag, text, name) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  function facts(contact) {
    const parts = [contact.kind, contact.reached, contact.disclosure && "abuse: " + contact.disclosure];
    if (contact.missed) parts.push("missed opportunity");
    if (contact.good) parts.push("good practice");
    parts.push("¶ " + contact.passages.join(", "));
    return parts.filter(Boolean).join(" · ");
  }

  function show(id) {
    const told = data.details[id];
    const contacts = told.contacts.filter(function (c) { return !review.value || c.review === review.value; });
    panel.replaceChildren(element("h2", told.label), element("p", told.kind, "hint"));
    const groups = new Map();
    contacts.forEach(function (c) { groups.set(c.with, (groups.get(c.with) || []).concat([c])); });
    groups.forEach(function (found, other) {
      panel.append(element("h3", "With " + other + ": " + found.length));
      const list = element("ul", "", "contacts");
      found.forEach(function (contact) {
        const item = element("li");
        item.append(element("span", contact.when, "when"), document.createTextNode(" " + contact.summary), element("span", facts(contact), "facts"));
        list.append(item);
      });
      panel.append(list);
    });
    panel.scrollTop = 0;
  }

  function choose(id, move) {
    if (!data.details[id]) return;
    network.selectNodes([id]);
    if (move) network.focus(id, { scale: 0.8, animation: false });
    show(id);
  }

  function filter() {
    const wanted = review.value;
    const seen = function (id) { return !wanted || data.details[id].reviews.includes(wanted); };
    nodes.update(data.nodes.map(function (node) { return { id: node.id, hidden: !seen(node.id) }; }));
    edges.update(data.edges.map(function (edge) { return { id: edge.id, hidden: !(seen(edge.from) && seen(edge.to)) }; }));
    fit();
  }

  function fit() {
    const visible = nodes.getIds({ filter: function (node) { return !node.hidden; } });
    network.fit({ nodes: visible, animation: false });
  }

  function search(text) {
    const wanted = text.trim().toLowerCase();
    status.textContent = "";
    if (!wanted) return;
    const labels = Object.keys(data.details);
    const match = labels.find(function (id) { return data.details[id].label.toLowerCase() === wanted; }) ||
      labels.find(function (id) { return data.details[id].label.toLowerCase().includes(wanted); });
    if (match) choose(match, true);
    else status.textContent = "Nothing of this name in the picture.";
  }

  const names = document.getElementById("names");
  Object.values(data.details).map(function (d) { return d.label; }).sort().forEach(function (label) {
    const option = document.createElement("option");
    option.value = label;
    names.append(option);
  });
  document.getElementById("search").addEventListener("change", function (event) { search(event.target.value); });
  document.getElementById("fit").addEventListener("click", function () { review.value = ""; filter(); });
  review.addEventListener("change", filter);
  document.querySelectorAll(".pick").forEach(function (button) {
    button.addEventListener("click", function () { choose(button.dataset.node, true); panel.focus(); });
  });
  network.on("click", function (event) { if (event.nodes.length) show(event.nodes[0]); });
  network.once("afterDrawing", fit);
  window.addEventListener("resize", fit);
}());
