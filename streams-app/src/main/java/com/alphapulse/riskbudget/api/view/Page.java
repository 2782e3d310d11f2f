package com.alphapulse.riskbudget.api.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param next cursor of the page that follows; empty where this is the last one
 */
public record Page<V>(List<V> items, Optional<String> next) {

  /** {@code {"items": […], "nextCursor": …}}. */
  public ObjectNode toJson(Function<V, ObjectNode> item) {
    ObjectNode node = RecordJson.object();
    ArrayNode array = node.putArray("items");
    items.forEach(value -> array.add(item.apply(value)));
    return node.put("nextCursor", next.orElse(null));
  }
}
