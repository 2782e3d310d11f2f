package com.alphapulse.riskbudget.gate.orders;

import com.alphapulse.riskbudget.domain.account.OrderState;
import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The orders of one portfolio that are remembered: how each stands, and what it was answered.
 *
 * <p>One map for both, and links through its entries for those that are open: an order that is
 * decided costs one entry, however many there are.
 */
public final class KnownOrders {

  /** An order; without a state it was rejected, without an answer that was forgotten. */
  private static final class Entry {
    private OrderState state;
    private Answer answer;
    private boolean open;
    private Entry older;
    private Entry younger;
  }

  private final Map<String, Entry> byId = new HashMap<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final Deque<OrderState> settled = new ArrayDeque<>();
  private final OpenOrders open = new OpenOrders();

  public Optional<OrderState> order(String orderId) {
    Entry entry = byId.get(orderId);
    return entry == null ? Optional.empty() : Optional.ofNullable(entry.state);
  }

  public Optional<Answer> answer(String orderId) {
    Entry entry = byId.get(orderId);
    return entry == null ? Optional.empty() : Optional.ofNullable(entry.answer);
  }

  /** Every order that was approved or filled, open or not. */
  public Collection<OrderState> all() {
    return byId.values().stream().filter(e -> e.state != null).map(e -> e.state).toList();
  }

  public boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Orders that may still fill, oldest first. */
  public Collection<OrderState> open() {
    return open;
  }

  /** Answers that are remembered, oldest first. */
  public Collection<Answer> answers() {
    return answers;
  }

  /** Takes an order in. */
  public void add(OrderState order) {
    Entry entry = entry(order.orderId());
    entry.state = order;
    if (order.isSettled()) {
      settled.addLast(order);
    } else {
      open.link(entry);
    }
  }

  /** Files an order by whether it may still fill. */
  public void file(OrderState order) {
    Entry entry = byId.get(order.orderId());
    if (entry == null) {
      return;
    }
    if (order.isSettled() && entry.open) {
      open.unlink(entry);
      settled.addLast(order);
    } else if (!order.isSettled() && !entry.open) {
      settled.remove(order);
      open.link(entry);
    }
  }

  /** Remembers an answer. */
  public void add(Answer answer) {
    entry(answer.orderId()).answer = answer;
    answers.addLast(answer);
  }

  /** The answer that has been remembered for longest. */
  public Optional<Answer> oldestAnswer() {
    return Optional.ofNullable(answers.peekFirst());
  }

  /** Forgets the answer that has been remembered for longest. */
  public void forgetOldestAnswer() {
    String orderId = answers.removeFirst().orderId();
    Entry entry = byId.get(orderId);
    entry.answer = null;
    if (entry.state == null) {
      byId.remove(orderId);
    }
  }

  /**
   * Forgets settled orders of which nothing was received since {@code before}, in milliseconds, and
   * whose answers are forgotten; in the order in which they were settled, up to the first that must
   * be kept.
   *
   * @return what was forgotten
   */
  public List<OrderState> forgetSettled(long before) {
    List<OrderState> forgotten = new ArrayList<>();
    while (!settled.isEmpty() && settled.peekFirst().heardAt() < before) {
      String orderId = settled.peekFirst().orderId();
      if (byId.get(orderId).answer != null) {
        break;
      }
      forgotten.add(settled.removeFirst());
      byId.remove(orderId);
    }
    return forgotten;
  }

  private Entry entry(String orderId) {
    return byId.computeIfAbsent(orderId, id -> new Entry());
  }

  /** The open ones, linked from the oldest to the youngest. */
  private static final class OpenOrders extends AbstractCollection<OrderState> {
    private Entry oldest;
    private Entry youngest;
    private int size;

    private void link(Entry entry) {
      entry.open = true;
      entry.older = youngest;
      if (youngest == null) {
        oldest = entry;
      } else {
        youngest.younger = entry;
      }
      youngest = entry;
      size++;
    }

    private void unlink(Entry entry) {
      if (entry.older == null) {
        oldest = entry.younger;
      } else {
        entry.older.younger = entry.younger;
      }
      if (entry.younger == null) {
        youngest = entry.older;
      } else {
        entry.younger.older = entry.older;
      }
      entry.open = false;
      entry.older = null;
      entry.younger = null;
      size--;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Iterator<OrderState> iterator() {
      return new Iterator<>() {
        private Entry next = oldest;

        @Override
        public boolean hasNext() {
          return next != null;
        }

        @Override
        public OrderState next() {
          if (next == null) {
            throw new NoSuchElementException();
          }
          OrderState state = next.state;
          next = next.younger;
          return state;
        }
      };
    }
  }
}
