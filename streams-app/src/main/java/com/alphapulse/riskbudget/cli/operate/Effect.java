package com.alphapulse.riskbudget.cli.operate;

import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of a command, as the API answers it. */
final class Effect {
  /** How long a command waits for the stages' acknowledgement, as the API is told. */
  static final Map<String, String> WAIT = Map.of("wait", "PT10S");

  private Effect() {}

  /** Tells it. Returns the exit code: 1 where it is not known to be in force. */
  static int tell(PrintWriter out, ApiClient.Answer answer) {
    JsonNode body = answer.body();
    JsonNode override = body.has("override") ? body.path("override") : body;
    String what =
        "%s %s of %s"
            .formatted(
                Lines.text(override.path("action")),
                Lines.text(override.path("overrideId")),
                Lines.text(override.path("portfolioId")));
    String status = body.path("status").asText("SENT");
    switch (status) {
      case "SENT" ->
          out.println(
              what
                  + " is on the log; the stages have not acknowledged it in time: see riskbudget status");
      case "PROPOSED" ->
          out.println(
              "%s is proposed; it has no effect before somebody else approves it: riskbudget override approve %s"
                  .formatted(what, Lines.text(override.path("overrideId"))));
      default -> out.println(what + " is in force" + since(body));
    }
    body.path("remaining")
        .forEach(
            rest ->
                out.println(
                    "still in force  %s %s  %s %s  by %s: %s"
                        .formatted(
                            Lines.text(rest.path("action")),
                            Lines.text(rest.path("overrideId")),
                            Lines.text(rest.path("portfolioId")),
                            rest.path("scopeId").isNull() ? "" : Lines.text(rest.path("scopeId")),
                            Lines.text(rest.path("author")),
                            Lines.text(rest.path("reason")))));
    body.path("warnings").forEach(warning -> out.println("note  " + Lines.text(warning)));
    out.flush();
    return status.equals("SENT") ? ExitCode.FOUND_A_PROBLEM : 0;
  }

  private static String since(JsonNode body) {
    List<String> partitions = new ArrayList<>();
    body.path("partitions").forEach(p -> partitions.add(p.path("partition").asText()));
    String since = Lines.text(body.path("inForceSince"));
    String where =
        partitions.isEmpty() ? "" : ", at the gate in partition " + String.join(", ", partitions);
    String version =
        body.path("newBudgetVersion").isNumber()
            ? ", budget version " + body.path("newBudgetVersion").asText()
            : "";
    return (since.equals("-") ? "" : " since " + since) + where + version;
  }
}
