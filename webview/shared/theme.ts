import { css } from 'lit'

/**
 * The visual language of all panels, in VS Code's own colours. Chart colours are drawn towards the text's colour, since
 * some themes' chart colours are too pale for a line on their own background.
 */
export const theme = css`
  :host {
    --lens-text: var(--vscode-foreground);
    --lens-dim: var(--vscode-descriptionForeground);
    --lens-background: var(--vscode-editor-background);
    --lens-card: var(--vscode-editorWidget-background);
    --lens-line: var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
    --lens-grid: color-mix(in srgb, var(--vscode-foreground) 14%, transparent);
    --lens-blue: color-mix(in srgb, var(--vscode-charts-blue) 82%, var(--vscode-foreground));
    /* Default themes give their orange half transparent, too pale for a line; high contrast ones have none. */
    --lens-orange: color-mix(in srgb, rgb(from var(--vscode-charts-orange, darkorange) r g b / 1) 78%, var(--vscode-foreground));
    --lens-green: color-mix(in srgb, var(--vscode-charts-green) 82%, var(--vscode-foreground));
    --lens-red: var(--vscode-errorForeground);
    --lens-focus: var(--vscode-contrastActiveBorder, var(--vscode-focusBorder));
    display: block;
    color: var(--lens-text);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size, 13px);
    line-height: 1.45;
    overflow-wrap: anywhere;
  }

  :host-context(.vscode-high-contrast) {
    --lens-grid: color-mix(in srgb, var(--vscode-foreground) 28%, transparent);
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  p,
  ul,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }

  ul {
    list-style: none;
  }

  h1 {
    font-size: 1.3em;
    font-weight: 600;
  }

  h2 {
    font-size: 1.12em;
    font-weight: 600;
  }

  .dim {
    color: var(--lens-dim);
  }

  .bad {
    color: var(--lens-red);
  }

  .figures {
    font-variant-numeric: tabular-nums;
  }

  .card {
    padding: 12px 16px;
    border: 1px solid var(--lens-line);
    border-radius: 4px;
    background: var(--lens-card);
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
  }

  .grow {
    flex: 1 1 0;
  }

  .chip {
    display: inline-block;
    padding: 0 8px;
    border: 1px solid var(--lens-line);
    border-radius: 10px;
    font-size: 0.92em;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--vscode-textLink-foreground);
    font: inherit;
    text-align: start;
    cursor: pointer;
  }

  .link:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration: underline;
  }

  :focus-visible {
    outline: 1px solid var(--lens-focus);
    outline-offset: 2px;
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`
