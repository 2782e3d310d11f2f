package com.alphapulse.riskbudget.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WebPageTest {
  private static final Pattern IMPORT = Pattern.compile("from \"\\./([a-z]+)\\.js\"");

  @ParameterizedTest
  @MethodSource("files")
  void shouldNeverMakeMarkupOfText_whenScriptShowsData(String file) {
    assertThat(text(file))
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
        .doesNotContain("eval(", "new Function", "createContextualFragment", "DOMParser");
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldFetchNothingFromElsewhere_whenPageIsOffline(String file) {
    assertThat(text(file)).doesNotContain("http://", "https://", "@import", "url(");
  }

  @Test
  void shouldHaveNoInlineScriptOrStyle_whenPolicyForbidsThem() {
    String page = text("/web/index.html");

    assertThat(page).doesNotContain("style=", "<style");
    assertThat(Pattern.compile("<script(?![^>]*src=)").matcher(page).find()).isFalse();
    assertThat(Pattern.compile("\\son[a-z]+=").matcher(page).find()).isFalse();
  }

  @Test
  void shouldNameEveryFile_whenPageAsksForIt() {
    List<String> files = WebPage.ownFiles();
    List<String> wanted =
        files.stream()
            .flatMap(file -> IMPORT.matcher(text(file)).results())
            .map(match -> match.group(1))
            .distinct()
            .toList();

    assertThat(files).allMatch(file -> lines(file) <= 300, "at most 300 lines");
    assertThat(wanted).isNotEmpty();
    assertThat(wanted)
        .allMatch(name -> name.equals("uplot") || files.contains("/web/js/" + name + ".js"));
  }

  private static List<String> files() {
    return WebPage.ownFiles();
  }

  private static long lines(String file) {
    return text(file).lines().count();
  }

  private static String text(String file) {
    return new String(WebPage.read(file), StandardCharsets.UTF_8);
  }
}
