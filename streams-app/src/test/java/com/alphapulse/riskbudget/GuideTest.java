package com.alphapulse.riskbudget;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guides to the code name is where they say. */
class GuideTest {
  private static final Path SOURCES = Path.of("src/main/java/com/alphapulse/riskbudget");
  private static final Pattern NAMED = Pattern.compile("`([a-z]+(?:/[a-z]+)*/[A-Z]\\w+)`");

  @ParameterizedTest
  @ValueSource(strings = {"ARCHITECTURE.md", "CONTRIBUTING.md"})
  void shouldNameClassesThatExist_whenAGuideWalksThroughThem(String guide) throws IOException {
    String text = Files.readString(Path.of("..", guide));
    List<String> named =
        NAMED.matcher(text).results().map(MatchResult::group).map(n -> n.replace("`", "")).toList();

    assertThat(named).hasSizeGreaterThan(5);
    assertThat(named).allSatisfy(n -> assertThat(SOURCES.resolve(n + ".java")).exists());
  }
}
