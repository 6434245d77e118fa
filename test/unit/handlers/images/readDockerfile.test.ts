import assert from 'node:assert/strict'
import { readDockerfile } from '#handlers/images/readDockerfile.ts'

/** `line NAME --flag=value text` */
function instructions(text: string): string[] {
  return readDockerfile(text).map(({ line, name, flags, text: rest }) => {
    const given = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)
    return [line, name, ...given, rest].join(' ')
  })
}

describe('instructions of a Dockerfile', () => {
  const cases: readonly (readonly [title: string, text: string, ...expected: string[]])[] = [
    ['one a line', 'FROM a\nCMD ["b"]', '1 FROM a', '2 CMD ["b"]'],
    ['in small letters', 'from a\ncmd b', '1 FROM a', '2 CMD b'],
    ['with comments and empty lines', '# CMD ["x"]\n\n  # y\nFROM a', '4 FROM a'],
    ['continued', 'RUN a && \\\n    b\nCMD c', '1 RUN a &&      b', '3 CMD c'],
    ['continued around comments', 'RUN a \\\n  # why\n\n  b\nCMD c', '1 RUN a    b', '5 CMD c'],
    ['continued after a backtick', '# escape=`\nCOPY a b`\n\\c\nCMD d', '2 COPY a b \\c', '4 CMD d'],
    ['with flags', 'FROM --platform=linux/arm64 a AS b', '1 FROM --platform=linux/arm64 a AS b'],
    ['with several flags', 'COPY --link --from=b --chown=1:1 /x ./', '1 COPY --link= --from=b --chown=1:1 /x ./'],
    ['with a text up to a mark', 'RUN <<EOF\nCMD ["x"]\nEOF\nCMD ["y"]', '1 RUN <<EOF', '4 CMD ["y"]'],
    ['with two texts', 'COPY <<A <<"B" /x/\nCMD 1\nA\nCMD 2\nB\nCMD 3', '1 COPY <<A <<"B" /x/', '6 CMD 3'],
    ['with a text that is not closed', 'RUN <<-EOF\nCMD ["x"]', '1 RUN <<-EOF'],
    ['where << is no mark', 'RUN cat <<< EOF\nCMD a', '1 RUN cat <<< EOF', '2 CMD a'],
    ['with Windows line ends and a byte order mark', '\uFEFFFROM a\r\nCMD b\r\n', '1 FROM a', '2 CMD b'],
    ['ending in a continuation', 'FROM a\nRUN b \\', '1 FROM a', '2 RUN b'],
    ['that are none', '}\n"x"\nFROM a', '3 FROM a'],
    ['of an empty file', ''],
  ]
  for (const [title, text, ...expected] of cases)
    it(`are read ${title}`, () => assert.deepEqual(instructions(text), expected))
})
