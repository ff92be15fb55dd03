"""Drafts the request for information behind an undetermined finding: to whom, under which article, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.missing import missing_text
from contrapeso.assess.run import Finding
from contrapeso.core.errors import ContrapesoError
from contrapeso.core.facts import Body
from contrapeso.core.text import LANGUAGES, Text, same
from contrapeso.ledger.evidence import Evidence
from contrapeso.locale import day, say

ARTICLE = "information_request_article"
LIMIT = "information_request_limit"


@dataclass(frozen=True, slots=True)
class InformationRequest:
    """A draft that somebody can sign: addressee, legal basis, the facts asked, and the day an answer is due."""

    finding: str
    body: str
    addressee: Text
    article: Text | None
    answer_by: date | None
    asks: tuple[Text, ...]
    letter: Text

    def to_dict(self) -> dict[str, object]:
        def sides(text: Text | None) -> dict[str, str] | None:
            return {language: text[language] for language in LANGUAGES} if text else None

        return {
            "finding": self.finding,
            "body": self.body,
            "addressee": sides(self.addressee),
            "article": sides(self.article),
            "answer_by": self.answer_by.isoformat() if self.answer_by else None,
            "asks": [sides(text) for text in self.asks],
            "letter": sides(self.letter),
        }


def draft_request(finding: Finding, evidence: Evidence, doctrine: Doctrine) -> InformationRequest:
    """The draft for a finding that lacks facts; ``ContrapesoError`` if it lacks none."""
    asked = tuple(code for code in finding.missing if not code.startswith("rule-"))
    if not asked:
        raise ContrapesoError(
            Text(es="a este hallazgo no le falta ningún hecho", en="this finding lacks no fact"),
            Text(es="pida por un hallazgo UNDETERMINED (contrapeso list findings)",
                 en="ask about an UNDETERMINED finding (contrapeso list findings)"),
            where=finding.id,
        )  # fmt: skip
    requirement = doctrine.requirement(finding.requirement)
    body = evidence.get(Body, requirement.asks)
    article, answer_by = _basis(evidence.on, doctrine)
    asks = tuple(missing_text(code, doctrine) for code in asked)
    title = _about(finding, evidence, doctrine) or requirement.title
    letter = _letter(body.name, title, requirement.title, finding, asks, article, answer_by, evidence.on, doctrine)
    return InformationRequest(finding.id, body.body_id, body.name, article, answer_by, asks, letter)


def _about(finding: Finding, evidence: Evidence, doctrine: Doctrine) -> Text | None:
    """The title of the act, or the name of the capability, that a finding is about."""
    if finding.capability:
        return doctrine.words.groups.get("capabilities", {}).get(finding.capability, same(finding.capability))
    return evidence.act(finding.act).title if finding.act else None


def _basis(on: date, doctrine: Doctrine) -> tuple[Text | None, date | None]:
    """The article that obliges to answer and the last day of the answer if the request is filed today."""
    article, limit = doctrine.at(ARTICLE, on), doctrine.at(LIMIT, on)
    named = Text(**article.value) if isinstance(article.value, dict) else None
    if limit.value is None:
        return named, None
    return named, doctrine.calendar.add(on, int(limit.number), limit.unit)


def _letter(
    addressee: Text, title: Text, question: Text, finding: Finding, asks: tuple[Text, ...],
    article: Text | None, answer_by: date | None, on: date, doctrine: Doctrine,
) -> Text:  # fmt: skip
    """The letter in both languages."""
    numbered = [_numbered(position, text) for position, text in enumerate(asks, 1)]
    listed = Text(es="\n".join(line.es for line in numbered), en="\n".join(line.en for line in numbered))
    basis = say("request.basis", article=article) if article else say("request.basis-unread")
    until = say("request.until", day=day(answer_by)) if answer_by else say("request.until-unread")
    norms = say("request.norms", cites="; ".join(finding.cites)) if finding.cites else say("request.no-norm")
    return say(
        "request.letter", country=doctrine.title, on=day(on), addressee=addressee, title=title, question=question,
        norms=norms, asks=listed, basis=basis, until=until, finding=finding.id,
    )  # fmt: skip


def _numbered(position: int, text: Text) -> Text:
    return Text(
        es=f"  {position}. {text.es[0].upper()}{text.es[1:]}.", en=f"  {position}. {text.en[0].upper()}{text.en[1:]}."
    )
