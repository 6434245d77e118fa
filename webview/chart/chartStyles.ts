import { css } from 'lit'

/** How charts look; they name no colour but the theme's. */
export const chartStyles = css`
  .plot {
    display: block;
    overflow: visible;
    font-size: 11px;
    font-variant-numeric: tabular-nums;
    touch-action: pan-y;
  }

  .plot text {
    fill: var(--lens-dim);
  }

  .axis line {
    stroke: var(--lens-grid);
    shape-rendering: crispEdges;
  }

  .base {
    stroke: var(--lens-dim);
    stroke-opacity: 0.6;
    shape-rendering: crispEdges;
  }

  .core line,
  .leader {
    stroke: var(--lens-dim);
  }

  .core line {
    stroke-dasharray: 2 3;
  }

  .duration {
    --ink: var(--lens-blue);
  }

  .cost {
    --ink: var(--lens-orange);
  }

  .tradeoff {
    --ink: var(--lens-text);
  }

  .line {
    fill: none;
    stroke: var(--ink);
    stroke-width: 2;
    stroke-linejoin: round;
  }

  .path .line {
    stroke: var(--lens-dim);
    stroke-width: 1;
    stroke-opacity: 0.7;
  }

  .band,
  .point.band .swatch {
    fill: var(--ink);
    fill-opacity: 0.2;
  }

  :host-context(.vscode-high-contrast) .band,
  :host-context(.vscode-high-contrast) .point.band .swatch {
    fill-opacity: 0.4;
  }

  .whisker {
    stroke: var(--ink);
    stroke-width: 1.5;
    stroke-opacity: 0.55;
  }

  .tolerance .swatch {
    fill: var(--lens-green);
    fill-opacity: 0.14;
    stroke: var(--lens-green);
    stroke-opacity: 0.5;
    stroke-dasharray: 2 3;
  }

  .plot .labels text {
    fill: var(--lens-text);
    stroke: var(--lens-background);
    stroke-width: 3px;
    stroke-linejoin: round;
    paint-order: stroke;
  }

  .mark {
    fill: var(--ink);
    stroke: var(--ink);
    stroke-width: 1.5;
  }

  .crowded.measured .mark {
    transform: scale(0.6);
  }

  .recommended .mark {
    fill: var(--lens-green);
    stroke: var(--lens-background);
  }

  .current .mark {
    fill: var(--lens-background);
    stroke-width: 2.5;
  }

  .cheapest .mark,
  .fastest .mark {
    stroke: var(--lens-background);
  }

  .failed .mark {
    fill: none;
    stroke: var(--lens-red);
    stroke-width: 2;
  }

  .predicted .mark {
    fill: var(--lens-background);
    stroke: var(--ink);
  }

  .waiting .mark {
    fill: var(--lens-background);
    stroke: var(--lens-dim);
  }

  .measuring .mark {
    fill: var(--lens-background);
    stroke: var(--ink);
    stroke-dasharray: 2 2;
  }

  .point:focus {
    outline: none;
  }

  .halo {
    fill: transparent;
    stroke: none;
  }

  .point.focus .halo {
    fill: var(--ink);
    fill-opacity: 0.18;
    stroke: var(--ink);
    stroke-width: 1;
  }

  .point:focus-visible .halo {
    stroke: var(--lens-focus);
    stroke-width: 2;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    color: var(--lens-dim);
    font-size: 0.88em;
  }

  .legend svg {
    overflow: visible;
  }

  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 5px;
  }

  @media (prefers-reduced-motion: no-preference) {
    .measuring .mark {
      animation: breathe 1.6s ease-in-out infinite;
    }

    @keyframes breathe {
      50% {
        opacity: 0.35;
      }
    }
  }
`
