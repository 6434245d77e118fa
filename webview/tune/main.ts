import '@vscode-elements/elements/dist/vscode-button/index.js'
import type { FromTunePage, ToTunePage } from '#protocol/tune.ts'
import { connectHost } from '../shared/host.ts'
import { type SavedTunePage, TunePanel } from './tunePanel.ts'

customElements.define('lambda-lens-tune', TunePanel)

const panel = new TunePanel()
panel.host = connectHost<ToTunePage, FromTunePage, SavedTunePage>(1)
document.body.append(panel)
