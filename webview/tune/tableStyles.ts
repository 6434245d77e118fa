import { css } from 'lit'

/** The table of all sizes and the slider of calls a month. */
export const tableStyles = css`
  .scroll {
    overflow-x: auto;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    overflow-wrap: normal;
  }

  th,
  td {
    padding: 3px 10px;
    border-bottom: 1px solid var(--lens-grid);
    text-align: end;
    white-space: nowrap;
  }

  thead th {
    color: var(--lens-dim);
    font-size: 0.92em;
    font-weight: 600;
  }

  th:first-child {
    position: sticky;
    inset-inline-start: 0;
    background: var(--lens-background);
    text-align: start;
    font-weight: inherit;
  }

  .role {
    color: var(--lens-dim);
  }

  tr.recommended > * {
    background: color-mix(in srgb, var(--lens-green) 15%, var(--lens-background));
  }

  tr.recommended .role {
    color: var(--lens-green);
    font-weight: 600;
  }

  tr.failed .reason,
  tr.skipped .reason {
    color: var(--lens-red);
  }

  tbody .reason {
    text-align: start;
    white-space: normal;
  }

  .reason span {
    display: inline-block;
    max-width: max(110px, 100vw - 240px);
    overflow-wrap: anywhere;
  }

  @media (max-width: 480px) {
    .role {
      display: block;
    }
  }

  tr.focus > * {
    box-shadow: inset 0 1px var(--lens-focus), inset 0 -1px var(--lens-focus);
  }

  .monthly input {
    width: 220px;
    height: 18px;
    margin: 0;
    border-radius: 2px;
    appearance: none;
    background: none;
    cursor: pointer;
  }

  .monthly input::-webkit-slider-runnable-track {
    height: 4px;
    border-radius: 2px;
    background: var(--lens-grid);
  }

  .monthly input::-webkit-slider-thumb {
    width: 14px;
    height: 14px;
    margin-top: -5px;
    border-radius: 50%;
    appearance: none;
    background: var(--vscode-progressBar-background);
  }
`
