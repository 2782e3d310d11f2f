package com.alphapulse.riskbudget.demo.registry;

import java.util.function.BiConsumer;

/**
 * The ordered, durable list of changes that the registry's content follows from.
 *
 * <p>Used by one thread at a time.
 */
interface RegistryLog extends AutoCloseable {

  /**
   * Adds an entry at the end; returns once it is durable.
   *
   * @throws RuntimeException if that is not known to have happened, though it may have
   */
  void append(String key, String value);

  /**
   * Hands over, in order, the entries between the last one handed over before and the present end.
   *
   * @param reader is given key and value, neither of them null
   * @throws RuntimeException if the end could not be reached; a later call goes on from there
   */
  void readToEnd(BiConsumer<String, String> reader);

  @Override
  void close();
}
