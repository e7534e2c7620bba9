"use strict";
// The facts of a page: which of them the filters let through. Everything shown is made from this.
dhr.facts = (function (data) {
  const pairs = data.pairs.map(function (pair) { return { one: pair[0], other: pair[1], kind: pair[2], facts: pair[3] }; });
  const state = { review: "", sector: "", role: "", tag: "", since: "", until: "", undated: true, kinds: new Set(Object.keys(data.kinds)) };
  const all = distinct(pairs);
  let shown = [];
  const listeners = [];

  function distinct(some) {
    const found = new Set();
    some.forEach(function (pair) { pair.facts.forEach(function (fact) { found.add(fact); }); });
    return found;
  }

  function inPeriod(fact) {
    if (!state.since && !state.until) return true;
    if (!fact.from && !fact.to) return state.undated;
    return (!state.until || (fact.from || "0000") <= state.until + "-12-31") &&
      (!state.since || (fact.to || "9999") >= state.since + "-01-01");
  }

  function passes(fact) {
    return (state.review === "" || fact.review === Number(state.review)) &&
      (!state.tag || (fact.tags || []).includes(state.tag)) &&
      (!state.role || !fact.roles || fact.roles.includes(state.role)) &&
      inPeriod(fact);
  }

  function ends(pair) {
    return pair.other < 0 ? [data.entities[pair.one]] : [data.entities[pair.one], data.entities[pair.other]];
  }

  function refresh() {
    const fits = data.facts.map(passes);
    shown = [];
    pairs.forEach(function (pair, number) {
      const things = ends(pair);
      if (!state.kinds.has(pair.kind)) return;
      if (state.sector && !things.some(function (thing) { return thing.sector === state.sector; })) return;
      if (state.role && things.some(function (thing) { return thing.role && thing.role !== state.role; })) return;
      const facts = pair.facts.filter(function (fact) { return fits[fact]; });
      if (facts.length) shown.push({ number: number, one: pair.one, other: pair.other, kind: pair.kind, facts: facts });
    });
    listeners.forEach(function (action) { action(); });
  }

  return {
    data: data,
    state: state,
    pairs: pairs,
    all: all,
    shown: function () { return shown; },
    distinct: distinct,
    refresh: refresh,
    onChange: function (action) { listeners.push(action); },
    set: function (key, value) { state[key] = value; refresh(); },
    of: function (thing) { return shown.filter(function (pair) { return pair.one === thing || pair.other === thing; }); },
    label: function (thing) { return thing < 0 ? "" : data.entities[thing].label; },
    sign: function (thing) { return data.styles[data.entities[thing].style].sign; },
    colours: function (style) { return data.styles[style][dhr.dark() ? "dark" : "light"]; },
    first: function (facts) {
      const dated = facts.map(function (f) { return data.facts[f]; }).filter(function (f) { return f.when && f.from; });
      return dated.sort(function (a, b) { return a.from < b.from ? -1 : a.from > b.from ? 1 : 0; })[0];
    },
    last: function (facts) {
      const dated = facts.map(function (f) { return data.facts[f]; }).filter(function (f) { return f.when && (f.to || f.from); });
      const end = function (f) { return f.to || f.from; };
      return dated.sort(function (a, b) { return end(a) < end(b) ? 1 : end(a) > end(b) ? -1 : 0; })[0];
    },
    inOrder: function (facts) {
      const day = function (f) { return data.facts[f].from || data.facts[f].to || "9999"; };
      return facts.slice().sort(function (a, b) { return day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : a - b; });
    },
    count: function (number) { return dhr.plural(number, data.fact); },
  };
}(dhr.data()));
