(() => {
  'use strict';
  const charts = JSON.parse(document.getElementById('chart-data').textContent);
  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });
  // An axis has room for five digits.
  const short = value => value == null ? '' : Math.abs(value) < 1e5 ? String(Number(value.toPrecision(4))) : compact.format(value);
  const font = '11px system-ui, sans-serif';
  const dashes = [[], [7, 3], [2, 3], [9, 3, 2, 3]];
  const whole = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000];
  // Nothing lies between two epochs or tasks, so there is no tick either.
  const counts = chart => chart.x.every(Number.isInteger);

  function axis(size) {
    const grid = { stroke: color('--line'), width: 1 };
    return { stroke: color('--soft'), font, size, grid, ticks: { ...grid, size: 4 }, values: (u, at) => at.map(short) };
  }

  // Each form: how a line of the chart is drawn, and how large.
  const edge = { width: 0, points: { show: false }, spanGaps: true };
  const forms = {
    LINES: {
      size: width => ({ width, height: 230 }),
      series: (line, stroke, chart) => [
        { stroke, width: 2, dash: dashes[Math.min(line.repeat, 3)], spanGaps: true, points: { show: chart.x.length < 16, size: 5, fill: stroke } },
        edge, edge,
      ],
      data: line => [line.mean, line.high, line.low],
      scales: chart => ({ x: { distr: chart.spacing === 'LOGARITHMIC' ? 3 : 1 } }),
    },
    BARS: {
      size: width => ({ width, height: 230 }),
      series: (line, stroke) => [{ stroke, width: 1, fill: stroke + '55', paths: uPlot.paths.bars({ size: [1] }), points: { show: false } }],
      data: line => [line.mean],
      scales: chart => ({ x: { range: beyond(chart) }, y: { range: (u, low, high) => [0, high * 1.08] } }),
    },
    POINTS: {
      size: width => ({ width: Math.min(width, 380), height: Math.min(width, 380) }),
      series: (line, stroke) => [{ stroke, paths: () => null, points: { show: true, size: 4, width: 0, fill: stroke + 'a6' } }],
      data: line => [line.mean],
      scales: chart => ({ x: square(chart), y: square(chart) }),
    },
  };

  /** The positions of bars and marks, and half a bar on either side. */
  function beyond(chart) {
    const half = chart.x.length > 1 ? (chart.x[1] - chart.x[0]) / 2 : 5e-4;
    const all = chart.x.concat(chart.marks.map(mark => mark.at));
    return [Math.min(...all) - 1.5 * half, Math.max(...all) + 1.5 * half];
  }

  /** One scale for both axes, 0 in the middle: linear up to the median size of the least series, logarithmic beyond. */
  function square(chart) {
    const sizes = values => values.map(Math.abs).sort((a, b) => a - b);
    const middle = values => sizes(values)[Math.floor(values.length / 2)];
    const all = chart.series.flatMap(line => {
      const there = line.mean.map((value, i) => i).filter(i => line.mean[i] != null);
      return [there.map(i => chart.x[i]), there.map(i => line.mean[i])];
    });
    const most = 1.5 * Math.max(...all.map(values => sizes(values)[values.length - 1]));
    return { distr: 4, asinh: Math.min(...all.map(middle)) || 1, range: [-most, most] };
  }

  /** Powers of ten, three at most on either side of 0, none where labels would touch. */
  function decades(scale) {
    const top = Math.floor(Math.log10(scale.range[1])), bottom = Math.ceil(Math.log10(scale.asinh) + 0.7);
    const step = Math.max(1, Math.ceil((top - bottom + 1) / 3));
    const ticks = [];
    for (let power = top; power >= bottom; power -= step) ticks.push(10 ** power);
    return [...ticks.map(tick => -tick), 0, ...ticks.reverse()];
  }

  const power = tick => Math.abs(tick) < 1000
    ? short(tick)
    : (tick < 0 ? '−10' : '10') + [...String(Math.round(Math.log10(Math.abs(tick))))].map(digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]).join('');

  const marks = chart => u => chart.marks.forEach(mark => {
    const x = Math.round(u.valToPos(mark.at, 'x', true));
    u.ctx.save();
    u.ctx.strokeStyle = color('--s' + mark.color);
    u.ctx.lineWidth = 2 * devicePixelRatio;
    u.ctx.setLineDash(dashes[1].map(length => length * devicePixelRatio));
    u.ctx.beginPath();
    u.ctx.moveTo(x, u.bbox.top);
    u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
    u.ctx.stroke();
    u.ctx.restore();
  });

  const form = figure => forms[charts[figure.dataset.chart].form];
  const size = figure => form(figure).size(figure.querySelector('.plot').clientWidth);

  function draw(figure) {
    const chart = charts[figure.dataset.chart];
    const host = figure.querySelector('.plot');
    const outputs = figure.querySelectorAll('output');
    const series = [{}], data = [chart.x], bands = [];
    for (const line of chart.series) {
      const stroke = color('--s' + line.color);
      if (chart.form === 'LINES') bands.push({ series: [series.length + 1, series.length + 2], fill: stroke + (chart.series.length > 3 ? '14' : '26') });
      series.push(...form(figure).series(line, stroke, chart));
      data.push(...form(figure).data(line));
    }
    const setCursor = u => chart.series.forEach((line, i) => {
      outputs[i].textContent = u.cursor.idx == null ? '' : short(line.mean[u.cursor.idx]);
    });
    const scales = form(figure).scales(chart);
    host.replaceChildren();
    host.style.height = size(figure).height + 'px';
    figure.style.setProperty('--wide', size(figure).width + 'px');
    return new uPlot({
      ...size(figure), series, bands,
      legend: { show: false },
      cursor: { show: chart.form !== 'POINTS', y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { ...scales, x: { time: false, ...scales.x } },
      axes: [counts(chart) ? { ...axis(28), incrs: whole } : axis(28), axis(52)].map(side =>
        chart.form === 'POINTS' ? { ...side, splits: () => decades(scales.x), filter: (u, ticks) => ticks, values: (u, ticks) => ticks.map(power) } : side),
      hooks: { setCursor: [setCursor], draw: [marks(chart)] },
    }, data, host);
  }

  const plots = new Map();
  const redraw = () => document.querySelectorAll('figure[data-chart]').forEach(figure => {
    plots.get(figure)?.destroy();
    plots.set(figure, draw(figure));
  });
  redraw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  const fit = () => plots.forEach((plot, figure) => {
    plot.setSize(size(figure));
    figure.querySelector('.plot').style.height = size(figure).height + 'px';
    figure.style.setProperty('--wide', size(figure).width + 'px');
  });
  addEventListener('resize', fit);
  document.querySelectorAll('details').forEach(folded => folded.addEventListener('toggle', fit));
})();
