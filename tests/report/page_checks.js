// What is measured in a page that is open: each function returns the faults that it finds.
({
  // Drawings have a size; their text stays within the window and the drawing; no two labels of one drawing overlap.
  drawn() {
    const box = e => e.getBoundingClientRect(), faults = [], seen = e => box(e).width > 0 && e.checkVisibility();
    const svgs = [...document.querySelectorAll("svg.drawn, svg.track, svg.axis, .care svg")].filter(seen);
    for (const svg of svgs) {
      const frame = box(svg), texts = [...svg.querySelectorAll("text")].filter(seen);
      if (frame.height < 5) faults.push("flat drawing");
      for (const text of texts) {
        const b = box(text), wide = b.left < frame.left - 14 || b.right > frame.right + 14;
        const high = b.top < frame.top - 2 || b.bottom > frame.bottom + 2;
        if (wide || high || b.left < 0 || b.right > innerWidth) faults.push("outside: " + text.textContent);
      }
      texts.forEach((one, at) => texts.slice(at + 1).forEach(two => {
        const a = box(one), b = box(two);
        if (a.left < b.right && b.left < a.right && a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2)
          faults.push("overlap: " + one.textContent + " / " + two.textContent);
      }));
    }
    const bars = [...document.querySelectorAll("svg.drawn rect, svg.track rect")].filter(e => e.checkVisibility());
    for (const bar of bars) if (!(box(bar).width > 0 && box(bar).height > 0)) faults.push("empty bar");
    return { faults, drawings: svgs.length, bars: bars.length };
  },

  // Cells, tiles and points whose text is wider than they are.
  cut() {
    return [...document.querySelectorAll(".main th, .main td, .tiles div, .verdict, .points li")]
      .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 2 && e.scrollWidth > e.clientWidth + 1)
      .map(e => e.textContent.slice(0, 40));
  },

  // Text that contrasts less than 4.5 to 1 (large text: 3 to 1) with the plain background behind it.
  faint() {
    const parse = colour => (colour.match(/[\d.]+/g) || []).map(Number);
    const linear = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    const behind = e => {
      for (; e; e = e.parentElement) {
        const c = parse(getComputedStyle(e).backgroundColor);
        if (c.length === 3 || c[3] === 1) return c.slice(0, 3);
      }
      return [255, 255, 255];
    };
    const faults = [];
    for (const e of document.querySelectorAll("body *")) {
      const text = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
      if (!text || !e.checkVisibility() || e.closest("svg, script, style")) continue;
      const style = getComputedStyle(e), size = parseFloat(style.fontSize), bold = +style.fontWeight >= 700;
      const a = light(parse(style.color)), b = light(behind(e)), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < (size >= 24 || (bold && size >= 18.6) ? 3 : 4.5)) faults.push([e.className || e.tagName, +ratio.toFixed(2)]);
    }
    return faults;
  },
})
