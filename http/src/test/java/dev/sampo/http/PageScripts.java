package dev.sampo.http;

/** What tests ask of the page as a whole, beside what stands in one place of it. */
final class PageScripts {
    /** What can be used, is seen, and says nothing of itself to those who do not see it. */
    static final String UNNAMED =
            "[...document.querySelectorAll('button, a, input, select, canvas, svg.graph, [role=button]')]"
                    + ".filter(it => it.getClientRects().length && !(it.getAttribute('aria-label') || it.innerText"
                    + " || it.textContent).trim()).map(it => it.outerHTML).join()";

    /** Text of which the contrast with what is behind it is too weak. */
    static final String FAINT = """
        (() => {
          const c = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgba = colour => { c.clearRect(0, 0, 1, 1); c.fillStyle = colour; c.fillRect(0, 0, 1, 1);
            return [...c.getImageData(0, 0, 1, 1).data]; };
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
          const behind = it => { for (; it; it = it.parentElement) { const b = rgba(getComputedStyle(it).backgroundColor);
            if (b[3] > 200) return b; } return [255, 255, 255, 255]; };
          const faint = [];
          for (const it of document.querySelectorAll('body *')) {
            const isText = [...it.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
            if (!isText || !it.getClientRects().length || it.closest('svg, .skip, canvas, option')) continue;
            const one = light(rgba(getComputedStyle(it).color)), other = light(behind(it));
            const ratio = (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
            if (ratio < 4.5) faint.push(it.className + ' ' + it.textContent.slice(0, 20) + ' ' + ratio.toFixed(2));
          }
          return faint.join('; ');
        })()\
        """;

    /** How many groups of the graph lie within what encloses several columns, and how many ends of edges. */
    static final String WITHIN_FOLD =
            "{ const { x, y, width, height } = document.querySelector('.graph .fold').getBBox();"
                    + " const isIn = (px, py) => px > x && px < x + width && py > y && py < y + height;"
                    + " const at = (group) => group.getAttribute('transform').match(/-?[0-9.]+/g).map(Number);"
                    + " const ends = (edge) => [0, edge.getTotalLength()].map((far) => edge.getPointAtLength(far));"
                    + " [[...document.querySelectorAll('.graph .group')].filter((group) => isIn(...at(group))).length,"
                    + " [...document.querySelectorAll('.graph .edge')].flatMap(ends).filter((p) => isIn(p.x, p.y)).length].join() }";

    /** How many colours the timeline has, and how many points of it have that of the critical path. */
    static final String TIMELINE = """
        (() => {
          const it = document.querySelector('#timeline');
          const points = (width, height, paint) => {
            const c = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', { willReadFrequently: true });
            paint(c);
            return [...new Uint32Array(c.getImageData(0, 0, width, height).data.buffer)];
          };
          const [critical] = points(1, 1, (c) => { c.fillStyle = getComputedStyle(it).getPropertyValue('--critical').trim(); c.fillRect(0, 0, 1, 1); });
          const all = points(it.width, it.height, (c) => c.drawImage(it, 0, 0));
          return { colours: new Set(all).size, critical: all.filter((each) => each === critical).length };
        })()\
        """;

    private PageScripts() {}
}
