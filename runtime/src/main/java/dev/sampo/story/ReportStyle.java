package dev.sampo.story;

/** How a report looks, in light and in dark, on paper and on a telephone. */
final class ReportStyle {
    private ReportStyle() {}

    static final String CSS = """
            :root { --ground: #fff; --text: #1b1f24; --faint: #5a636e; --line: #d4d9df; --panel: #f5f7f9;
              --ok: #2a7d4f; --bad: #c0292b; --odd: #9a5b00; --path: #6a3fc0; --wait: #8a949f; }
            @media (prefers-color-scheme: dark) {
              :root { --ground: #14171b; --text: #e4e8ec; --faint: #9aa4af; --line: #333a42; --panel: #1c2127;
                --ok: #4cb87d; --bad: #f2706f; --odd: #e0a040; --path: #b59bf5; --wait: #6c7681; }
            }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--ground); color: var(--text);
              font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
            main { max-width: 1200px; margin: 0 auto; padding: 24px 16px 64px; }
            h1 { font-size: 24px; margin: 0 0 12px; overflow-wrap: anywhere; }
            h2 { font-size: 18px; margin: 40px 0 8px; }
            p { margin: 0 0 8px; color: var(--faint); }
            .reason { color: var(--bad); overflow-wrap: anywhere; }
            .status { font-size: 14px; font-weight: 600; padding: 2px 10px; border-radius: 12px; border: 1px solid; vertical-align: 3px; }
            .status.succeeded { color: var(--ok); } .status.failed, .status.cancelled { color: var(--bad); }
            dl { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 0; }
            dt { color: var(--faint); font-size: 13px; } dd { margin: 0; overflow-wrap: anywhere; }
            .wide { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; padding: 5px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
            tbody tr:last-child td { border-bottom: 0; }
            th { font-size: 13px; color: var(--faint); font-weight: 600; background: var(--panel); white-space: nowrap; }
            td { white-space: nowrap; }
            td:first-child, td:last-child { white-space: normal; overflow-wrap: anywhere; min-width: 8em; }
            .key { display: inline-block; width: 18px; height: 10px; margin: 0 6px 0 12px; }
            .key.succeeded { background: var(--ok); } .key.failed { background: var(--bad); }
            .key.odd { background: var(--odd); } .key.wait { background: var(--wait); } .key.way { border: 2px solid var(--path); }
            svg { display: block; background: var(--panel); font: 12px system-ui, sans-serif; }
            svg text { fill: var(--text); } svg .faint { fill: var(--faint); }
            svg .box { fill: var(--ground); stroke: var(--line); } svg .box.path { stroke: var(--path); stroke-width: 2; }
            svg .edge { fill: none; stroke: var(--wait); stroke-opacity: .5; }
            svg .rule { stroke: var(--line); }
            svg .succeeded { fill: var(--ok); } svg .failed { fill: var(--bad); } svg .retried, svg .lost { fill: var(--odd); }
            svg .voted, svg .dropped { fill: var(--wait); } svg .path { stroke: var(--path); }
            svg .bar.path { stroke-width: 2; } svg .load { fill: var(--ok); fill-opacity: .7; } svg .way { fill: var(--path); }
            svg .done { fill: var(--ok); } svg .wrong { fill: var(--bad); } svg .open { fill: var(--line); }
            @media print { .wide { overflow: visible; } }
            """;
}
