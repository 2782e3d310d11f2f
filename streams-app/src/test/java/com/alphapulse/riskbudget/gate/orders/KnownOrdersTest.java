package com.alphapulse.riskbudget.gate.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.account.OrderState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** The orders that are remembered against plain maps and lists. */
class KnownOrdersTest {
  private static final int TIMES = 20;

  /** All of it, looked up the slow way. */
  private static final class Plain {
    final Map<String, OrderState> states = new LinkedHashMap<>();
    final List<OrderState> open = new ArrayList<>();
    final List<OrderState> settled = new ArrayList<>();
    final Map<String, Answer> answers = new LinkedHashMap<>();

    List<String> forgetSettled(long before) {
      List<String> forgotten = new ArrayList<>();
      for (OrderState order : List.copyOf(settled)) {
        if (order.heardAt() >= before || answers.containsKey(order.orderId())) {
          break;
        }
        settled.remove(order);
        states.remove(order.orderId());
        forgotten.add(order.orderId());
      }
      return forgotten;
    }
  }

  /** Both sides of one history. */
  private static final class Run {
    final KnownOrders known = new KnownOrders();
    final Plain plain = new Plain();
    final Collection<OrderState> open = known.open();
    final Collection<Answer> answers = known.answers();
    final Random random;
    int next;

    Run(long seed) {
      random = new Random(seed);
    }

    void step() {
      switch (random.nextInt(9)) {
        case 0, 1 -> add(newId(), false);
        case 2 -> add(random.nextBoolean() ? newId() : anyId(), true);
        case 3, 4 -> answer(random.nextInt(3) == 0 ? newId() : anyId());
        case 5, 6 -> settle();
        case 7 -> reopen();
        default -> forget();
      }
    }

    private String newId() {
      return "o" + next++;
    }

    /** One that may be known, forgotten, rejected or never heard of. */
    private String anyId() {
      return "o" + random.nextInt(next + 1);
    }

    private void add(String orderId, boolean closed) {
      if (plain.states.containsKey(orderId)) {
        return; // The ledger takes every order in once.
      }
      OrderState order = order(orderId, random.nextInt(TIMES));
      if (closed) {
        stand(order, true, BigDecimal.ZERO);
      }
      known.add(order);
      plain.states.put(orderId, order);
      (closed ? plain.settled : plain.open).add(order);
    }

    private void answer(String orderId) {
      if (!plain.answers.containsKey(orderId)) {
        Answer answer = new Answer(orderId, random.nextBoolean(), 0, 0, new byte[0]);
        known.add(answer);
        plain.answers.put(orderId, answer);
      }
    }

    private void settle() {
      OrderState order = any();
      if (order == null) {
        return;
      }
      boolean wasOpen = plain.open.contains(order);
      if (wasOpen) {
        // One of them closed with a rest that still fills: it stays open.
        stand(
            order, random.nextInt(4) > 0, random.nextInt(4) > 0 ? BigDecimal.ZERO : BigDecimal.ONE);
      }
      known.file(order);
      if (wasOpen && order.isSettled()) {
        plain.open.remove(order);
        plain.settled.add(order);
        Statistics.label("kinds").collect("settled");
      }
    }

    private void reopen() {
      OrderState order = any();
      if (order == null) {
        return;
      }
      boolean wasSettled = plain.settled.contains(order);
      if (wasSettled && random.nextInt(4) > 0) {
        stand(order, false, BigDecimal.ONE);
      }
      known.file(order);
      if (wasSettled && !order.isSettled()) {
        plain.settled.remove(order);
        plain.open.add(order);
        Statistics.label("kinds").collect("reopened");
      }
    }

    private void forget() {
      if (random.nextBoolean() && !plain.answers.isEmpty()) {
        known.forgetOldestAnswer();
        plain.answers.remove(plain.answers.keySet().iterator().next());
        return;
      }
      long before = random.nextInt(TIMES + 2);
      List<String> forgotten =
          known.forgetSettled(before).stream().map(OrderState::orderId).toList();

      assertThat(forgotten).isEqualTo(plain.forgetSettled(before));
      forgotten.forEach(orderId -> Statistics.label("kinds").collect("forgotten"));
    }

    private OrderState any() {
      List<OrderState> all = List.copyOf(plain.states.values());
      return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private void stand(OrderState order, boolean closed, BigDecimal reserved) {
      long time = Math.max(order.heardAt(), random.nextInt(TIMES));
      OrderState.restored(order, progress(BigDecimal.ZERO, reserved, closed, time));
    }

    void assertAgree() {
      assertThat(List.copyOf(open)).isEqualTo(plain.open);
      assertThat(open).hasSize(plain.open.size());
      assertThat(open.isEmpty()).isEqualTo(plain.open.isEmpty());
      assertThat(List.copyOf(answers)).isEqualTo(List.copyOf(plain.answers.values()));
      assertThat(known.oldestAnswer()).isEqualTo(plain.answers.values().stream().findFirst());
      assertThat(known.all()).containsExactlyInAnyOrderElementsOf(plain.states.values());
      for (int i = 0; i <= next; i++) {
        assertThat(known.order("o" + i)).isEqualTo(Optional.ofNullable(plain.states.get("o" + i)));
        assertThat(known.answer("o" + i))
            .isEqualTo(Optional.ofNullable(plain.answers.get("o" + i)));
      }
    }
  }

  @Property(tries = 300)
  void shouldAgreeWithPlainMapsAndLists_whenAnythingHappensInAnyOrder(@ForAll long seed) {
    Run run = new Run(seed);
    for (int i = 0; i < 100; i++) {
      run.step();
      run.assertAgree();
    }
    Statistics.label("kinds")
        .coverage(
            kinds -> {
              kinds.check("settled").count(count -> count > 100);
              kinds.check("reopened").count(count -> count > 100);
              kinds.check("forgotten").count(count -> count > 100);
            });
  }

  @Test
  void shouldComeLast_whenAnOrderIsReopened() {
    KnownOrders known = new KnownOrders();
    List<OrderState> orders = List.of(order("a", 0), order("b", 0), order("c", 0));
    orders.forEach(known::add);
    OrderState first = settled(orders.get(0), 1);
    known.file(first);
    assertThat(known.open()).containsExactly(orders.get(1), orders.get(2));
    known.file(OrderState.restored(first, progress(BigDecimal.ZERO, BigDecimal.ONE, false, 2)));

    assertThat(known.open()).containsExactly(orders.get(1), orders.get(2), first);
    assertThat(known.forgetSettled(Long.MAX_VALUE)).isEmpty();
    assertThat(known.order("a")).contains(first);
  }

  @Test
  void shouldForgetASettledOrder_whenItsAnswerIsForgottenAndItIsOldEnough() {
    KnownOrders known = new KnownOrders();
    OrderState order = order("a", 5);
    known.add(order);
    known.add(new Answer("a", true, 0, 0, new byte[0]));
    known.file(settled(order, 7));

    assertThat(known.forgetSettled(8)).isEmpty();
    assertThat(known.order("a")).contains(order);
    known.forgetOldestAnswer();
    assertThat(known.order("a")).contains(order);
    assertThat(known.forgetSettled(7)).isEmpty();
    assertThat(known.forgetSettled(8)).containsExactly(order);
    assertThat(known.order("a")).isEmpty();
    assertThat(known.all()).isEmpty();
  }

  @Test
  void shouldForgetARejectedOrder_whenItsAnswerIsForgotten() {
    KnownOrders known = new KnownOrders();
    known.add(new Answer("a", false, 0, 0, new byte[0]));
    assertThat(known.order("a")).isEmpty();
    assertThat(known.answer("a")).isPresent();
    known.forgetOldestAnswer();

    assertThat(known.answer("a")).isEmpty();
    assertThat(known.answers()).isEmpty();
    assertThatThrownBy(known::forgetOldestAnswer).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void shouldDoNothing_whenAnOrderToSettleIsUnknownOrStillOpen() {
    KnownOrders known = new KnownOrders();
    OrderState order = order("a", 0);
    known.add(order);
    known.file(order);
    known.file(settled(order("unknown", 0), 0));

    assertThat(known.open()).containsExactly(order);
    assertThat(known.forgetSettled(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void shouldEnd_whenAllOpenOrdersWereSeen() {
    KnownOrders known = new KnownOrders();
    OrderState order = order("a", 0);
    known.add(order);
    Iterator<OrderState> orders = known.open().iterator();

    assertThat(orders.next()).isSameAs(order);
    assertThat(orders.hasNext()).isFalse();
    assertThatThrownBy(orders::next).isInstanceOf(NoSuchElementException.class);
  }

  private static OrderState order(String orderId, long approvedAt) {
    return new OrderState(orderId, "s", "A", Side.BUY, BigDecimal.ONE, approvedAt);
  }

  private static OrderState settled(OrderState order, long heardAt) {
    return OrderState.restored(order, progress(BigDecimal.ONE, BigDecimal.ZERO, true, heardAt));
  }

  private static OrderState.Progress progress(
      BigDecimal filled, BigDecimal reserved, boolean closed, long heardAt) {
    return new OrderState.Progress(filled, filled, reserved, closed, false, heardAt);
  }
}
