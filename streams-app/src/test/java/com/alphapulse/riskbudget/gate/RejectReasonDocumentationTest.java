package com.alphapulse.riskbudget.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.GoldenFile;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.domain.AlertType;
import org.junit.jupiter.api.Test;

/** Keeps the tables of {@code docs/} that are made from code in step with it. */
class RejectReasonDocumentationTest {

  @Test
  void shouldListEveryReason_whenTheDocumentationIsRead() {
    StringBuilder page =
        new StringBuilder(
            """
            # Reject reasons

            Every reason for which the gate rejects an order. A decision names all that apply, each with
            the value observed, the limit, where the limit comes from and the largest quantity that
            would have passed. The table is made from the code, and a test keeps it so.

            | code | meaning | remedy |
            |---|---|---|
            """);
    for (RejectReason reason : RejectReason.values()) {
      page.append("| `%s` | %s | %s |\n".formatted(reason, reason.meaning(), reason.remedy()));
    }
    GoldenFile.assertMatches("docs/reject-reasons.md", page.toString());
  }

  @Test
  void shouldListEveryAlert_whenTheDocumentationIsRead() {
    StringBuilder page =
        new StringBuilder(
            """
            # Alerts

            Every type of record on `risk-alert`. The table is made from the code, and a test keeps it
            so.

            | type | meaning |
            |---|---|
            """);
    for (AlertType type : AlertType.values()) {
      page.append("| `%s` | %s |\n".formatted(type, type.meaning()));
    }
    GoldenFile.assertMatches("docs/alerts.md", page.toString());
  }

  @Test
  void shouldListEveryKey_whenTheDocumentationIsRead() {
    GoldenFile.assertMatches(
        "docs/configuration.md",
        """
        # Configuration

        Every key of the YAML file, by its path. Unknown keys are refused, and all errors are told in
        one message. The table is made from the code, and a test keeps it so.

        A text may refer to what is kept elsewhere: `${NAME}` is an environment variable, `${file:PATH}`
        what a file holds, without the line break at its end; `$${` is `${` itself. A reference that
        leads nowhere is refused at start.

        """
            + Configuration.documentation());
  }

  @Test
  void shouldBeSentences_whenReasonsAreExplained() {
    for (RejectReason reason : RejectReason.values()) {
      assertThat(reason.meaning()).endsWith(".").doesNotContain("|");
      assertThat(reason.remedy()).endsWith(".").doesNotContain("|");
    }
  }
}
