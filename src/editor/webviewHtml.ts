import { randomBytes } from 'node:crypto'
import * as vscode from 'vscode'

/** The page of a panel: an empty body that one script with a nonce fills. Nothing inline, nothing remote. */
export function webviewHtml(webview: vscode.Webview, extension: vscode.Uri, name: string, title: string): string {
  const resource = (...path: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(extension, ...path)).toString()
  const nonce = randomBytes(16).toString('base64')
  const source = webview.cspSource
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    `img-src ${source} data:`,
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
</head>
<body>
<script type="module" nonce="${nonce}" src="${resource('dist', 'webview', `${name}.js`)}"></script>
</body>
</html>`
}
