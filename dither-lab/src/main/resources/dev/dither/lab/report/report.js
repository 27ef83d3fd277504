(() => {
  'use strict';
  const charts = JSON.parse(document.getElementById('chart-data').textContent);
  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const short = value => value == null ? '' : String(Number(value.toPrecision(4)));
  const font = '11px system-ui, sans-serif';
  const height = 230;
  const whole = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];

  function axis(size) {
    const grid = { stroke: color('--line'), width: 1 };
    return { stroke: color('--soft'), font, size, grid, ticks: { ...grid, size: 4 }, values: (u, at) => at.map(short) };
  }

  function draw(figure) {
    const chart = charts[figure.dataset.chart];
    const host = figure.querySelector('.plot');
    const outputs = figure.querySelectorAll('output');
    const series = [{}], data = [chart.x], bands = [];
    for (const line of chart.series) {
      const stroke = color('--s' + line.color);
      const edge = { width: 0, points: { show: false }, spanGaps: true };
      bands.push({ series: [series.length + 1, series.length + 2], fill: stroke + '26' });
      series.push({ stroke, width: 2, spanGaps: true, points: { show: chart.x.length < 16, size: 5, fill: stroke } }, edge, edge);
      data.push(line.mean, line.high, line.low);
    }
    const setCursor = u => chart.series.forEach((line, i) => {
      outputs[i].textContent = u.cursor.idx == null ? '' : short(line.mean[u.cursor.idx]);
    });
    host.replaceChildren();
    return new uPlot({
      width: host.clientWidth, height, series, bands,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { x: { time: false, distr: chart.spacing === 'LOGARITHMIC' ? 3 : 1 } },
      axes: [chart.axis === 'epoch' ? { ...axis(28), incrs: whole } : axis(28), axis(52)],
      hooks: { setCursor: [setCursor] },
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
    plot.setSize({ width: figure.querySelector('.plot').clientWidth, height });
  });
  addEventListener('resize', fit);
  document.querySelectorAll('details').forEach(folded => folded.addEventListener('toggle', fit));
})();
