/// The plaintexts of the examples in RFC 8439.
enum RFC8439Text {
  /// Sections 2.4.2 and 2.8.2.
  static let sunscreen = Array(
    """
    Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
    sunscreen would be it.
    """.utf8)

  /// Appendix A.2, example 2, and A.3, examples 2 and 3.
  static let submission = Array(
    """
    Any submission to the IETF intended by the Contributor for publication as all or part of an \
    IETF Internet-Draft or RFC and any statement made within the context of an IETF activity is \
    considered an "IETF Contribution". Such statements include oral statements in IETF sessions, \
    as well as written and electronic communications made at any time or place, which are \
    addressed to
    """.utf8)

  /// Appendix A.2, example 3, and A.3, example 4.
  static let jabberwocky = Array(
    """
    'Twas brillig, and the slithy toves
    Did gyre and gimble in the wabe:
    All mimsy were the borogoves,
    And the mome raths outgrabe.
    """.utf8)

  /// Appendix A.5.
  static let drafts = Array(
    """
    Internet-Drafts are draft documents valid for a maximum of six months and may be updated, \
    replaced, or obsoleted by other documents at any time. It is inappropriate to use Internet-\
    Drafts as reference material or to cite them other than as /“work in progress./”
    """.utf8)
}
