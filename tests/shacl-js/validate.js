// Validate graphs with rdf-validate-shacl: node validate.js SHAPES GRAPH..., all of them N-Triples.
// Prints JSON: for each graph the list of its results, each with focus, path, severity and component.
import { readFileSync } from 'node:fs'
import { Parser, Store } from 'n3'
import SHACLValidator from 'rdf-validate-shacl'

const read = file => new Store(new Parser({ format: 'N-Triples' }).parse(readFileSync(file, 'utf8')))
const value = term => term?.value ?? ''

const [shapes, ...graphs] = process.argv.slice(2).map(read)
const found = []
for (const graph of graphs) {
  const report = await new SHACLValidator(shapes, {}).validate(graph)
  found.push(report.results.map(result => ({
    focus: value(result.focusNode),
    path: value(result.path),
    severity: value(result.severity),
    component: value(result.sourceConstraintComponent)
  })))
}
process.stdout.write(JSON.stringify(found))
