"""How the PDF looks: one Typst preamble, shared by every document."""

PREAMBLE = r"""
#set document(title: doc-title, author: doc-author, date: none)
#set text(font: "Contrapeso Sans", lang: doc-lang, region: doc-region, size: 9.5pt, fill: rgb("#1b2733"), fallback: true)
#set par(leading: 0.62em, spacing: 0.8em, justify: false)
#set page(paper: "a4", margin: (x: 20mm, top: 20mm, bottom: 20mm), footer: context [
  #set text(size: 7.5pt, fill: rgb("#51606e"))
  #doc-footer #h(1fr) #page-of(counter(page).get().first(), counter(page).final().first())
])
#set list(marker: text(fill: rgb("#51606e"))[•], indent: 2pt, body-indent: 6pt, spacing: 0.55em)
#set heading(numbering: none)
#show heading.where(level: 1): it => block(above: 22pt, below: 10pt, sticky: true, text(size: 16pt, weight: 600, it.body))
#show heading.where(level: 2): it => block(above: 15pt, below: 7pt, sticky: true, text(size: 11.5pt, weight: 600, it.body))
#show heading.where(level: 3): it => block(above: 11pt, below: 6pt, sticky: true, text(size: 10pt, weight: 600, it.body))
#show strong: set text(weight: 600)
#show link: set text(fill: rgb("#174f82"))
#show title: set text(size: 18pt, weight: 600)
#show title: set block(below: 6pt)
#let muted = rgb("#51606e")
#let inks = (FAIL: rgb("#8c1d15"), DUE: rgb("#7a4300"), WARN: rgb("#5f4d00"), UNDETERMINED: rgb("#43505c"), PASS: rgb("#174f82"), NOT_APPLICABLE: rgb("#43505c"))
#let washes = (FAIL: rgb("#fbe9e7"), DUE: rgb("#fff0db"), WARN: rgb("#fbf3cc"), UNDETERMINED: rgb("#e9edf0"), PASS: rgb("#e3eef8"), NOT_APPLICABLE: rgb("#e9edf0"))
#let edges = (bad: rgb("#b3261e"), warn: rgb("#e07b00"), good: rgb("#2a6fb0"), unknown: rgb("#8a97a3"), plain: rgb("#8a97a3"))
// Typst lays a document out until its links are known. In the first pass no place is known and a link would be empty, so that all that
// follows it would stand elsewhere and be laid out again; its words alone take the room that the link will take.
#let to(place, body) = context if query(<laid-out>).len() == 0 { body } else { link(place, body) }
#let masthead(subtitle) = { [#metadata(none) <laid-out>]; title(doc-title); text(fill: muted, subtitle); v(2pt) }
#let contents(name) = {
  block(above: 26pt, {
    block(below: 10pt, text(size: 16pt, weight: 600, name))
    columns(2, gutter: 18pt, { set text(size: 8.2pt); outline(title: none, depth: 2, indent: 8pt) })
  })
  pagebreak()
}
#let opening(body) = { set text(size: 8.5pt); set par(leading: 0.55em, spacing: 0.65em); show heading.where(level: 1): it => block(above: 8pt, below: 6pt, text(size: 10pt, weight: 600, fill: muted, it.body)); show heading.where(level: 2): it => block(above: 9pt, below: 5pt, sticky: true, text(size: 10.5pt, weight: 600, it.body)); body }
#let about(body) = block(above: 18pt, text(size: 8pt, fill: muted, body))
#let fine(body) = text(size: 0.86em, fill: muted, body)
#let code(body) = text(font: "DejaVu Sans Mono", size: 0.78em, fill: muted, body)
#let para(style, body) = if style == "lead" { par(text(size: 9.8pt, body)) } else if style == "note" { par(text(size: 8.2pt, fill: muted, body)) } else { par(body) }
#let mark(verdict, symbol, word) = highlight(fill: washes.at(verdict), extent: 1.5pt, radius: 1.5pt, text(fill: inks.at(verdict), weight: if verdict in ("FAIL", "DUE") { 600 } else { 400 }, symbol + "\u{a0}" + word))
#let callout(tone, body) = block(width: 100%, inset: (left: 9pt, rest: 7pt), stroke: (left: 2.5pt + edges.at(tone)), fill: rgb("#f4f6f8"), above: 8pt, below: 9pt, body)
#let tiles(..all) = block(above: 9pt, below: 9pt, grid(columns: all.pos().len() * (1fr,), column-gutter: 5pt, ..all.pos().map(one => block(width: 100%, inset: 6pt, radius: 2pt, fill: washes.at(if one.at(0) == "" { "PASS" } else { one.at(0) }), {
  text(size: 13pt, weight: 600, one.at(2))
  linebreak()
  text(size: 8pt, (if one.at(1) == "" { "" } else { one.at(1) + " " }) + one.at(3))
}))))
#let entry(summary, body) = block(width: 100%, above: 8pt, below: 8pt, stroke: (top: 0.5pt + rgb("#d5dce2")), inset: (top: 5pt), {
  block(below: 5pt, sticky: true, summary)
  block(inset: (left: 8pt), text(size: 8.6pt, body))
})
#let measured(place, body) = to(place, text(fill: rgb("#1b2733"), underline(stroke: (paint: rgb("#51606e"), thickness: 0.5pt, dash: "dotted"), offset: 1.6pt, body)))
#let entry-of(term, ..said) = terms.item(text(fill: muted, size: 0.92em, weight: 400, term), said.pos().join(linebreak()))
#let side(level, tone, name, ..entries) = block(width: 100%, stroke: (top: 1.6pt + edges.at(tone)), inset: (top: 4pt), {
  block(below: 4pt, heading(level: level, outlined: false, bookmarked: false, text(size: 8.6pt, name)))
  terms(separator: linebreak(), hanging-indent: 0pt, spacing: 6.5pt, ..entries)
})
#let sides(..all) = {
  block(above: 5pt, below: -120pt, height: 120pt, width: 100%, breakable: false) // room for a first part: no heading alone at a foot
  block(above: -120pt, below: 9pt, grid(columns: all.pos().len() * (1fr,), column-gutter: 12pt, ..all.pos()))
}
#let row-head(body) = body
#let place-label(name) = [#metadata(name) #label(name)]
#let data-table(style, caption, widths, aligns, header, ..cells) = {
  block(above: 9pt, below: 4pt, sticky: true, text(size: 8pt, fill: muted, caption))
  set text(size: if style == "matrix" { 7pt } else { 8pt })
  set par(leading: 0.5em)
  table(columns: widths, align: aligns, inset: (x: 3pt, y: 3.2pt), stroke: (x, y) => (bottom: if y == 0 { 0.9pt + rgb("#8a97a3") } else { 0.4pt + rgb("#d5dce2") }),
    table.header(..header.map(strong)), ..cells)
}
#let chart(svg, alt, caption, units, source, how) = block(above: 11pt, below: 11pt, breakable: false, {
  text(weight: 600, caption)
  linebreak()
  text(size: 8pt, fill: muted, units)
  v(2pt)
  figure(image(bytes(svg), format: "svg", width: 86%, alt: alt), alt: alt)
  text(size: 7.5pt, fill: muted, { source; [ ]; how })
})
"""
