import { css } from 'lit'

/** The three plots, the switch of their axis and the tooltip. */
export const plotsStyles = css`
  .pointing {
    position: relative;
  }

  .plots {
    display: grid;
    gap: 18px 32px;
  }

  .plots.beside {
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
  }

  figure + figure {
    margin-top: 10px;
  }

  figcaption {
    gap: 0 8px;
    min-height: 24px;
    margin-bottom: 4px;
  }

  .plots > .legend {
    grid-column: 1 / -1;
    margin-top: -8px;
    padding-inline-start: 56px;
  }

  .name.duration,
  .name.cost {
    color: var(--ink);
  }

  .switch {
    display: inline-flex;
    margin: 0;
    padding: 0;
    border: 1px solid var(--lens-line);
    border-radius: 3px;
    font-size: 0.92em;
  }

  .switch input {
    position: absolute;
    opacity: 0;
    pointer-events: none;
  }

  .switch span {
    display: block;
    padding: 0 9px;
    cursor: pointer;
  }

  .switch input:checked + span {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
    text-decoration: underline;
    text-underline-offset: 3px;
  }

  .switch input:focus-visible + span {
    outline: 1px solid var(--lens-focus);
    outline-offset: 1px;
  }

  .tooltip {
    position: absolute;
    inset: 0 auto auto 0;
    z-index: 1;
    max-width: min(300px, 100%);
    padding: 8px 12px;
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorHoverWidget-border));
    border-radius: 3px;
    background: var(--vscode-editorHoverWidget-background);
    color: var(--vscode-editorHoverWidget-foreground);
    font-size: 0.92em;
    pointer-events: none;
  }

  .tooltip dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 1px 12px;
    margin-top: 4px;
  }

  .tooltip dt {
    color: var(--lens-dim);
  }

  .tooltip dd {
    text-align: end;
  }
`
