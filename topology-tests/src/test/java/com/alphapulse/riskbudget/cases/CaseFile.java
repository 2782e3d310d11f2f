package com.alphapulse.riskbudget.cases;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A situation as a file of JSON lines.
 *
 * @param name of the file, without its ending: what the situation is
 * @param lines in their order
 */
record CaseFile(String name, List<JsonNode> lines) {
  private static final String ENDING = ".jsonl";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** All cases of a folder of the test resources, by name. */
  static List<CaseFile> in(String folder) {
    try (Stream<Path> files =
        Files.list(Path.of(CaseFile.class.getResource("/cases/" + folder).toURI()))) {
      return files
          .filter(file -> file.toString().endsWith(ENDING))
          .sorted()
          .map(CaseFile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CaseFile read(Path file) {
    List<JsonNode> lines = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank()) {
          lines.add(JSON.readTree(line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
    return new CaseFile(file.getFileName().toString().replace(ENDING, ""), lines);
  }
}
