"use strict";
// What is saved or printed bears the banner, too: pictures on top, tables in a column of their own.
(function () {
  const words = document.getElementById("marking").textContent;
  const draw = dhr.picture.svg, csv = dhr.csv;

  dhr.picture.svg = function (head, foot) {
    const plain = draw(head, foot), size = plain.match(/^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"/);
    const wide = Number(size[1]), font = Math.round(Math.min(34, Math.max(18, wide / 45)));
    const lines = dhr.lines(words, Math.floor((wide - 40) / (font * 0.8)));
    const high = Math.ceil((lines.length * 1.3 + 0.8) * font);
    const text = lines.map(function (line, number) {
      return '<text x="20" y="' + Math.round(font * (1.25 + number * 1.3)) + '" font-size="' + font + '" font-weight="650" fill="#ffffff">' + dhr.xml(line) + "</text>";
    }).join("");
    return '<svg xmlns="http://www.w3.org/2000/svg" width="' + wide + '" height="' + (Number(size[2]) + high) + '" viewBox="0 0 ' + wide + " " + (Number(size[2]) + high) +
      '" font-family="system-ui, Segoe UI, sans-serif"><rect width="' + wide + '" height="' + high + '" fill="#7d1128"/>' + text + plain.replace("<svg ", '<svg y="' + high + '" ') + "</svg>";
  };

  dhr.csv = function (rows) {
    return csv(rows.map(function (row, number) { return row.concat(number ? words : "marking"); }));
  };
}());
