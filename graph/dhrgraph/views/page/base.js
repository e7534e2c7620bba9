"use strict";
// What all pages share: making elements, saving files, light and dark.
const dhr = {};

dhr.data = function () {
  const held = document.getElementById("data");
  return held ? JSON.parse(held.textContent) : null;
};

// An element; texts are always set as text, so that no name can become markup.
dhr.element = function (tag, text, attributes) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  Object.entries(attributes || {}).forEach(function ([name, value]) {
    if (value !== undefined && value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  });
  return made;
};

// The paragraphs that a fact cites, as a link to the published report where it has an address.
dhr.cited = function (fact, mark) {
  if (!fact.cites) return "";
  const text = mark + fact.cites.join(", "), address = dhr.facts.data.reports[fact.review];
  if (!address || !/^https?:\/\//.test(address)) return text;
  return dhr.element("a", text, { href: address, rel: "noopener noreferrer", title: "The published report" });
};

dhr.svgElement = function (tag, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes || {}).forEach(function ([name, value]) { made.setAttribute(name, value); });
  if (text !== undefined) made.textContent = text;
  return made;
};

dhr.button = function (text, action, attributes) {
  const made = dhr.element("button", text, Object.assign({ type: "button" }, attributes));
  made.addEventListener("click", action);
  return made;
};

dhr.plural = function (number, word) {
  const ending = /[^aeiou]y$/.test(word) ? [word.slice(0, -1) + "ies"] : [word + "s"];
  return number.toLocaleString("en-GB") + " " + (number === 1 ? word : ending[0]);
};

dhr.save = function (name, content, type) {
  const link = dhr.element("a", "", { download: name });
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: type }));
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
};

// CSV that spreadsheets read as UTF-8 and in which no cell runs as a formula.
dhr.csv = function (rows) {
  const cell = function (value) {
    let text = String(value === undefined || value === null ? "" : value);
    if (/^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text)) text = "'" + text;
    return /[",\r\n;]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  };
  return "\ufeff" + rows.map(function (row) { return row.map(cell).join(",") + "\r\n"; }).join("");
};

dhr.xml = function (text) {
  return String(text)
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"']/g, function (c) { return "&#" + c.charCodeAt(0) + ";"; });
};

// A picture as PNG, made by the browser from its SVG; resolves to nothing where it is too large.
dhr.png = function (svg) {
  return new Promise(function (resolve, reject) {
    const image = new Image();
    image.onload = function () {
      const most = 8000;
      const scale = Math.min(2, most / image.width, most / image.height);
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(resolve, "image/png");
    };
    image.onerror = reject;
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  });
};

// Lines of a text, each at most so many characters.
dhr.lines = function (text, most) {
  const lines = [""];
  String(text).split(/\s+/).forEach(function (word) {
    while (word.length > most) { lines.push(word.slice(0, most)); word = word.slice(most); }
    const last = lines[lines.length - 1];
    if (last && last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = (last + " " + word).trim();
  });
  return lines.filter(Boolean);
};

dhr.themed = [];
dhr.dark = function () {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
};

(function () {
  const button = document.getElementById("theme");
  function changed() {
    button.textContent = dhr.dark() ? "Light" : "Dark";
    button.setAttribute("aria-label", dhr.dark() ? "Light page" : "Dark page");
    dhr.themed.forEach(function (action) { action(); });
  }
  button.addEventListener("click", function () {
    document.documentElement.dataset.theme = dhr.dark() ? "light" : "dark";
    changed();
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  changed();
}());
