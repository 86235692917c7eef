// A page of the site for each source file that a guide links to.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

function linked(page) {
  return [...readFileSync(page, 'utf8').matchAll(/]\(([^):#]+)\)/g)]
    .map(([, path]) => join(dirname(page), path))
    .filter(file => !/\.(md|png|svg|gif)$/.test(file))
}

function page(file) {
  const code = readFileSync(file, 'utf8')
  const language = file.endsWith('.java') ? 'java' : 'text'
  return {
    params: { file: basename(file) },
    content: `# ${basename(file)}\n\n\`${relative(root, file)}\`\n\n\`\`\`${language}\n${code}\`\`\`\n`,
  }
}

export default {
  paths() {
    const guides = readdirSync(join(root, 'docs')).filter(name => name.endsWith('.md')).map(name => 'docs/' + name)
    return [...new Set(['README.md', ...guides].flatMap(name => linked(join(root, name))))].map(page)
  },
}
