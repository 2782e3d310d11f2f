package com.alphapulse.riskbudget.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebPageTest {

  @ParameterizedTest
  @ValueSource(strings = {"app.js", "dom.js", "records.js", "render.js"})
  void shouldNeverMakeMarkupOfText_whenScriptShowsData(String file) {
    assertThat(text(file))
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
        .doesNotContain("eval(", "new Function", "createContextualFragment", "DOMParser");
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.html", "app.js", "dom.js", "records.js", "render.js", "style.css"})
  void shouldFetchNothingFromElsewhere_whenPageIsOffline(String file) {
    // The name of the SVG namespace is no address.
    assertThat(text(file).replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http://", "https://", "@import", "url(");
  }

  @Test
  void shouldHaveNoInlineScriptOrStyle_whenPolicyForbidsThem() {
    String page = text("index.html");

    assertThat(page).doesNotContain("style=", "<style");
    assertThat(Pattern.compile("<script(?![^>]*src=)").matcher(page).find()).isFalse();
    assertThat(Pattern.compile("\\son[a-z]+=").matcher(page).find()).isFalse();
  }

  private static String text(String file) {
    return new String(WebPage.read(file), StandardCharsets.UTF_8);
  }
}
