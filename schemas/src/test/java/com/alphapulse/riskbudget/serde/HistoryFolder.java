package com.alphapulse.riskbudget.serde;

import com.alphapulse.riskbudget.schema.SchemaCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaFormatter;

/**
 * The committed versions of each record: {@code <folder>/<RecordName>/<version>.avsc}, counted from
 * 1, each complete in itself.
 */
final class HistoryFolder {

  /** Writes the next version of every record that changed. */
  static final String WRITE_COMMAND =
      "mvn -q -pl schemas test -Dtest=SchemaHistoryTest -DwriteHistory=true";

  private final Path folder;

  HistoryFolder(Path folder) {
    this.folder = folder;
  }

  /** Names of the records that have a history, sorted. */
  List<String> recordNames() {
    return list(folder).stream().map(path -> path.getFileName().toString()).toList();
  }

  /**
   * All versions of a record, oldest first; empty if there are none.
   *
   * @throws IllegalStateException if a version is missing in between
   */
  List<Schema> versions(String record) {
    Path records = folder.resolve(record);
    int count = Files.isDirectory(records) ? list(records).size() : 0;
    List<Schema> versions = new ArrayList<>();
    for (int version = 1; version <= count; version++) {
      Path file = file(record, version);
      if (!Files.isRegularFile(file)) {
        throw new IllegalStateException(file + " is missing: versions count from 1 without gaps");
      }
      try {
        versions.add(new Schema.Parser().parse(Files.readString(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return versions;
  }

  /** Writes the current schema as the next version, if it differs from the newest. */
  void append(Schema current) {
    List<Schema> versions = versions(current.getName());
    if (!versions.isEmpty() && sameMeaning(current, versions.get(versions.size() - 1))) {
      return;
    }
    Path file = file(current.getName(), versions.size() + 1);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, SchemaFormatter.format("json/pretty", SchemaText.portable(current)) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What is wrong with a schema in the light of its earlier versions, and what to do about it.
   *
   * @param earlier oldest first
   * @return empty if all is well
   */
  static List<String> problems(Schema current, List<Schema> earlier) {
    String name = current.getName();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < earlier.size(); i++) {
      for (String reason : incompatibilities(current, earlier.get(i))) {
        problems.add(
            name
                + " cannot read records written with version "
                + (i + 1)
                + ": "
                + reason
                + ". Change the schema so that it can: a new field needs a default, a renamed one"
                + " an alias, and no field may change its type. Or give the record another name.");
      }
    }
    if (earlier.isEmpty()
        || (problems.isEmpty() && !sameMeaning(current, earlier.get(earlier.size() - 1)))) {
      problems.add(
          name
              + " differs from the newest version in its history. If the change is meant, write"
              + " version "
              + (earlier.size() + 1)
              + " with `"
              + WRITE_COMMAND
              + "` and commit it together with the schema.");
    }
    return problems;
  }

  private static List<String> incompatibilities(Schema reader, Schema writer) {
    List<String> reasons = new ArrayList<>();
    SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .forEach(
            found ->
                reasons.add(
                    found.getType() + " at " + found.getLocation() + ": " + found.getMessage()));
    reasons.addAll(SchemaCheck.of(reader, writer).misreadings());
    return reasons;
  }

  private static boolean sameMeaning(Schema one, Schema other) {
    return SchemaText.meaning(one).equals(SchemaText.meaning(other));
  }

  private Path file(String record, int version) {
    return folder.resolve(record).resolve(version + ".avsc");
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
