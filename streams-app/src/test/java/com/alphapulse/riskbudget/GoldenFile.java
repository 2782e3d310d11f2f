package com.alphapulse.riskbudget;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A committed file that is made from code. With the system property {@code writeDocs} it is written
 * instead of compared.
 */
public final class GoldenFile {
  private static final String PROPERTY = "writeDocs";

  private GoldenFile() {}

  /**
   * Compares.
   *
   * @param path from the root of the repository
   */
  public static void assertMatches(String path, String expected) {
    Path file = root().resolve(path);
    try {
      if (Boolean.getBoolean(PROPERTY)) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, expected);
      }
      assertThat(file).exists();
      assertThat(Files.readString(file))
          .as(
              "%s is made from the code and differs. Look at the difference; if it is meant, write the file anew: mvn -pl schemas,streams-app test -Dtest='*DocumentationTest,TopologyDescriptionTest' -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
              path, PROPERTY)
          .isEqualTo(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tests run in the module's folder. */
  private static Path root() {
    return Path.of("").toAbsolutePath().getParent();
  }
}
