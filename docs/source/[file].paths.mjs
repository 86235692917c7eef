// A page of the site for each file that a guide links to and that is no page itself.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Whether a file of the repository is a page by itself. */
export function isPage(file) {
  return file.endsWith('.md') && !/^(bindings|console|examples|src|jmh\/sections)\//.test(file)
}

/** The name of the page of a file, with that of its folder. */
export function named(file) {
  return file.split('/').slice(-2).join('-').replace(/\.md$/, '')
}

function linked(page) {
  return [...readFileSync(join(root, page), 'utf8').matchAll(/]\(([^):#]+)\)/g)]
    .map(([, path]) => join(dirname(page), path))
    .filter(file => !isPage(file) && !/\.(png|svg|gif)$/.test(file))
}

function page(file) {
  const code = readFileSync(join(root, file), 'utf8')
  const language = file.endsWith('.java') ? 'java' : 'text'
  return {
    params: { file: named(file) },
    content: `# ${basename(file)}\n\n\`${file}\`\n\n\`\`\`\`${language}\n${code}\n\`\`\`\`\n`,
  }
}

export default {
  paths() {
    const guides = readdirSync(join(root, 'docs')).filter(name => name.endsWith('.md')).map(name => 'docs/' + name)
    return [...new Set(['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...guides].flatMap(linked))].map(page)
  },
}
