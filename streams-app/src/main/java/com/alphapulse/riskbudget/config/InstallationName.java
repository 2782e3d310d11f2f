package com.alphapulse.riskbudget.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an installation ({@code kafka.installation}), which all its names on the cluster
 * begin with: topics and so subjects, groups, application and transactional ids, internal topics.
 * Between the name and the rest stands a dot, and a name has none: what begins with one
 * installation's name and a dot is never another's.
 *
 * @param name empty for the one installation of a cluster whose names are bare
 */
public record InstallationName(String name) {
  /** Of the installation whose names are bare. */
  public static final InstallationName NONE = new InstallationName("");

  /**
   * What Kafka takes in the names of topics and groups, but for the dot. The longest internal topic
   * leaves room for more within Kafka's 249 characters.
   */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private static final char SEPARATOR = '.';

  /**
   * @throws IllegalArgumentException if it is no such name
   */
  public InstallationName {
    problem(name)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
  }

  /** What is wrong with a name, said of it; empty where nothing is. */
  public static Optional<String> problem(String name) {
    return name.isEmpty() || NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "must be at most 64 letters, digits, dashes and underscores and begin with a letter or"
                + " digit: a dot ends the name on the cluster");
  }

  /** The name on the cluster of what is called so within the installation. */
  public String onCluster(String within) {
    return name.isEmpty() ? within : name + SEPARATOR + within;
  }

  /**
   * What is called so on the cluster, as it is called within the installation and stored in its
   * records and state. What is not the installation's keeps its name.
   */
  public String within(String onCluster) {
    boolean own =
        !name.isEmpty()
            && onCluster.length() > name.length()
            && onCluster.charAt(name.length()) == SEPARATOR
            && onCluster.startsWith(name);
    return own ? onCluster.substring(name.length() + 1) : onCluster;
  }
}
