import { css } from 'lit'

/** The page, its header and the cards of plan, progress and outcome. */
export const cardStyles = css`
  :host {
    max-width: 1560px;
    margin: 0 auto;
    padding: 16px 0 24px;
  }

  main {
    display: flex;
    flex-direction: column;
    gap: 14px;
  }

  main > * {
    min-width: 0;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 12px;
  }

  header .facts {
    flex: 1 1 360px;
  }

  .title {
    color: inherit;
    font-weight: inherit;
  }

  .activity:empty {
    margin-top: -14px;
  }

  .phase.running,
  .phase.cancelling {
    color: var(--lens-blue);
  }

  .good,
  .phase.done {
    color: var(--lens-green);
  }

  .phase.failed {
    color: var(--lens-red);
  }

  .between {
    justify-content: space-between;
  }

  .plan {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 6px 16px;
    margin: 10px 0 14px;
  }

  .plan dt {
    color: var(--lens-dim);
  }

  .sizes {
    gap: 4px 6px;
  }

  .touches li + li {
    margin-top: 2px;
  }

  progress {
    display: block;
    width: 100%;
    height: 3px;
    border: 0;
    appearance: none;
    background: var(--lens-grid);
  }

  progress::-webkit-progress-bar {
    background: var(--lens-grid);
  }

  progress::-webkit-progress-value {
    background: var(--vscode-progressBar-background);
  }

  .whole {
    height: 4px;
    margin-top: 6px;
  }

  .per-size {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(108px, 1fr));
    gap: 8px 16px;
    max-height: 168px;
    margin-top: 12px;
    overflow-y: auto;
    font-size: 0.92em;
    font-variant-numeric: tabular-nums;
  }

  .per-size .waiting {
    color: var(--lens-dim);
  }

  .per-size .measuring {
    color: var(--lens-blue);
  }

  .per-size .failed,
  .per-size .skipped,
  .per-size .failed .dim,
  .per-size .skipped .dim {
    color: var(--lens-red);
  }

  .failed progress::-webkit-progress-value,
  .skipped progress::-webkit-progress-value {
    background: var(--lens-red);
  }

  .outcome {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 14px;
    border-inline-start: 4px solid var(--lens-dim);
  }

  .outcome .grow {
    flex: 1 1 340px;
  }

  .outcome.answer {
    border-inline-start-color: var(--lens-green);
  }

  .outcome.problem {
    border-inline-start-color: var(--lens-red);
  }
`
