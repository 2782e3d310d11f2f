package com.alphapulse.riskbudget.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules and dashboards that are delivered in {@code deploy}. */
final class MonitoringFiles {
  /** The tests run in the module's folder. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  static final Path PROMETHEUS = ROOT.resolve("deploy/prometheus");

  private static final Path DASHBOARDS = ROOT.resolve("deploy/grafana/dashboards");
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:riskbudget|kafka|jvm|process|up)\\w*)\\{([^}]*)}");
  private static final Pattern ONE_OF = Pattern.compile("=~\"(\\w+(?:\\|\\w+)+)\"");

  private MonitoringFiles() {}

  /**
   * A query of a dashboard.
   *
   * @param where dashboard and panel
   * @param text with all variables filled in
   */
  record Query(String where, String text) {}

  /** Every alert rule. */
  static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    new YAMLMapper()
        .readTree(PROMETHEUS.resolve("rules.yaml").toFile())
        .path("groups")
        .forEach(group -> group.path("rules").forEach(rules::add));
    return rules;
  }

  static List<JsonNode> dashboards() throws IOException {
    List<JsonNode> dashboards = new ArrayList<>();
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      for (Path file : files.sorted().toList()) {
        dashboards.add(new JsonMapper().readTree(file.toFile()));
      }
    }
    return dashboards;
  }

  /** Every query of every panel. */
  static List<Query> queries() throws IOException {
    List<Query> queries = new ArrayList<>();
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : dashboard.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          queries.add(
              new Query(
                  "%s, %s %s"
                      .formatted(
                          dashboard.path("uid").asText(),
                          panel.path("title").asText(),
                          target.path("refId").asText()),
                  filledIn(target.path("expr").asText())));
        }
      }
    }
    return queries;
  }

  /** What dashboards choose from: of each variable the selector whose labels it lists. */
  static List<Query> choices() throws IOException {
    List<Query> choices = new ArrayList<>();
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode variable : dashboard.at("/templating/list")) {
        Matcher values =
            Pattern.compile("label_values\\((.*), (\\w+)\\)")
                .matcher(variable.at("/query/query").asText());
        if (values.matches()) {
          choices.add(
              new Query(
                  dashboard.path("uid").asText() + ", variable " + variable.path("name").asText(),
                  "count by (%s) (%s)".formatted(values.group(2), filledIn(values.group(1)))));
        }
      }
    }
    return choices;
  }

  /**
   * The series that an expression asks for, each alternative of a matcher by itself: a rule that
   * names what there never is would be silent for ever.
   */
  static List<String> selectors(String expression) {
    List<String> selectors = new ArrayList<>();
    Matcher selector = SELECTOR.matcher(expression);
    while (selector.find()) {
      Matcher oneOf = ONE_OF.matcher(selector.group());
      if (oneOf.find()) {
        for (String one : oneOf.group(1).split("\\|", -1)) {
          selectors.add(oneOf.replaceFirst("=\"" + one + "\""));
        }
      } else {
        selectors.add(selector.group());
      }
    }
    return selectors;
  }

  private static String filledIn(String query) {
    return query
        .replace("$job", Prometheus.JOB)
        .replace("$portfolio", ".*")
        .replace("$instance", ".*");
  }
}
