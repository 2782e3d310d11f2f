package com.alphapulse.riskbudget.topology;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts what the maps and collections hold that can be reached from an object, those of its stores
 * included: what grows there is memory that nobody gives back.
 */
final class Footprint {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> waiting = new ArrayDeque<>();
  private final Map<String, Long> entries = new TreeMap<>();

  private Footprint() {}

  /** Entries by the class that holds the map or collection, and its field. */
  static Map<String, Long> of(Object root) {
    Footprint footprint = new Footprint();
    footprint.visit(root);
    while (!footprint.waiting.isEmpty()) {
      footprint.walk(footprint.waiting.pop());
    }
    return footprint.entries;
  }

  private void visit(Object object) {
    if (object != null && seen.add(object)) {
      waiting.push(object);
    }
  }

  private void walk(Object object) {
    if (object instanceof Object[] array) {
      for (Object item : array) {
        visit(item);
      }
    } else if (object instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            visit(key);
            visit(value);
          });
    } else if (object instanceof Collection<?> collection) {
      collection.forEach(this::visit);
    } else if (isOurs(object.getClass())) {
      for (Class<?> type = object.getClass(); isOurs(type); type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          walk(object, field);
        }
      }
    }
  }

  private void walk(Object object, Field field) {
    if (field.getType().isPrimitive() || Modifier.isStatic(field.getModifiers())) {
      return;
    }
    field.setAccessible(true);
    Object value;
    try {
      value = field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(field.toString(), e);
    }
    long size =
        value instanceof Map<?, ?> map
            ? map.size()
            : value instanceof Collection<?> collection ? collection.size() : 0;
    if (size > 0 && !seen.contains(value)) {
      entries.merge(
          field.getDeclaringClass().getSimpleName() + "." + field.getName(), size, Long::sum);
    }
    visit(value);
  }

  /** The program and Kafka Streams; not the JDK, nor what only measures. */
  private static boolean isOurs(Class<?> type) {
    String name = type == null ? "" : type.getName();
    return (name.startsWith("com.alphapulse.riskbudget.")
            && !name.startsWith("com.alphapulse.riskbudget.avro.")
            && !name.startsWith("com.alphapulse.riskbudget.observability."))
        || name.startsWith("org.apache.kafka.streams.state.")
        || name.startsWith("org.apache.kafka.streams.processor.internals.ProcessorNode")
        || name.startsWith("org.apache.kafka.streams.processor.internals.ProcessorTopology")
        || name.equals("org.apache.kafka.streams.processor.internals.StreamTask")
        || name.equals("org.apache.kafka.streams.TopologyTestDriver");
  }
}
