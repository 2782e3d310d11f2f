package com.alphapulse.riskbudget.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

  /** Soft hyphen, zero width, bidirectional, byte order mark, a tag beyond the basic plane. */
  @ParameterizedTest
  @ValueSource(ints = {0xAD, 0x200B, 0x200D, 0x202E, 0x2066, 0xFEFF, 0xE0041})
  void shouldRefuse_whenACharacterDoesNotShow(int character) {
    String text = "a" + Character.toString(character) + "b";

    assertThat(Identifiers.isUsable(text)).isFalse();
    assertThat(Texts.isUsable(text, 100)).isFalse();
    assertThat(Texts.mended(text, 100)).isEqualTo("ab");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p1", "Ärger 東京", "a/b:c", "𝒳", "½ ¬ ®"})
  void shouldTake_whenEverythingShows(String text) {
    assertThat(Identifiers.isUsable(text)).isTrue();
    assertThat(Texts.isUsable(text, 100)).isTrue();
    assertThat(Texts.mended(text, 100)).isEqualTo(text);
  }

  @Test
  void shouldCutBetweenCharacters_whenATextIsTooLong() {
    assertThat(Texts.isUsable("abc", 3)).isTrue();
    assertThat(Texts.isUsable("abcd", 3)).isFalse();
    assertThat(Texts.mended("ab𝒳d", 3)).isEqualTo("ab");
    assertThat(Texts.mended("ab𝒳d", 4)).isEqualTo("ab𝒳");
  }
}
