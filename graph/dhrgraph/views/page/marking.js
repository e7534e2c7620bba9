"use strict";
// The banner stays in view: what scrolls below it needs to know how high it is.
(function () {
  const banner = document.getElementById("marking");
  function measure() { document.documentElement.style.setProperty("--marking-high", banner.offsetHeight + "px"); }
  new ResizeObserver(measure).observe(banner);
  measure();
}());
