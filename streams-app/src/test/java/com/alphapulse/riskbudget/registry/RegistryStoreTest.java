package com.alphapulse.riskbudget.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alphapulse.riskbudget.registry.RegistryContent.Version;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryStoreTest {

  private static final String FIRST = thing("");
  private static final String WITH_DEFAULT =
      thing("{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
  private static final String WITHOUT_DEFAULT = thing("{\"name\":\"b\",\"type\":\"int\"}");

  private final MemoryRegistryLog log = new MemoryRegistryLog();
  private final RegistryStore store = new RegistryStore(log, List.of());

  @Test
  void shouldShareIdsAndCountVersions_whenRegistering() {
    assertThat(idAndVersion(store.register("one", FIRST))).isEqualTo("1/1");
    assertThat(idAndVersion(store.register("one", WITH_DEFAULT))).isEqualTo("2/2");
    assertThat(idAndVersion(store.register("two", WITH_DEFAULT))).isEqualTo("2/1");
    assertThat(idAndVersion(store.register("one", FIRST))).isEqualTo("1/1");
    assertThat(store.subjects()).containsExactly("one", "two");
    assertThat(log.entries).hasSize(3);
  }

  @Test
  void shouldHoldTheSame_whenStartedAgain() {
    store.register("one", FIRST);
    store.register("one", WITH_DEFAULT);
    store.setLevel("one", CompatibilityLevel.FULL);

    RegistryStore again = new RegistryStore(log.reopened(), List.of());
    assertThat(again.versions("one")).isEqualTo(store.versions("one"));
    assertThat(again.ownLevel("one")).contains(CompatibilityLevel.FULL);
    assertThat(again.register("two", thing("{\"name\":\"c\",\"type\":\"int\"}")).id()).isEqualTo(3);
  }

  @Test
  void shouldRefuse_whenOnlyAnOlderVersionCannotBeRead() {
    store.register("one", FIRST);
    store.register("one", WITH_DEFAULT);
    RegistryException refused =
        catchThrowableOfType(RegistryException.class, () -> store.register("one", WITHOUT_DEFAULT));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused).hasMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE");

    store.setLevel("one", CompatibilityLevel.BACKWARD);
    assertThat(store.register("one", WITHOUT_DEFAULT).version()).isEqualTo(3);
  }

  @Test
  void shouldLookInTheRightDirection_whenLevelSaysSo() {
    store.register("one", WITHOUT_DEFAULT);
    for (CompatibilityLevel strict :
        List.of(CompatibilityLevel.FORWARD, CompatibilityLevel.FULL_TRANSITIVE)) {
      store.setLevel("one", strict);
      RegistryException refused =
          catchThrowableOfType(RegistryException.class, () -> store.register("one", FIRST));
      assertThat(refused.status()).as(strict.name()).isEqualTo(409);
    }
    store.setLevel("one", CompatibilityLevel.BACKWARD);
    assertThat(store.register("one", FIRST).version()).isEqualTo(2);
  }

  @Test
  void shouldForgetTheAttempt_whenNothingWasWritten() {
    log.failure = MemoryRegistryLog.Failure.BEFORE_WRITING;
    RegistryException failed =
        catchThrowableOfType(RegistryException.class, () -> store.register("one", FIRST));
    assertThat(failed.code()).isEqualTo(50001);
    assertThat(store.subjects()).isEmpty();
    assertThat(store.register("two", WITHOUT_DEFAULT).id()).isEqualTo(1);
  }

  @Test
  void shouldFindOutLater_whenAWriteOnlySeemedToFail() {
    log.failure = MemoryRegistryLog.Failure.AFTER_WRITING;
    assertThatThrownBy(() -> store.register("one", FIRST)).isInstanceOf(RegistryException.class);
    assertThat(store.register("two", WITHOUT_DEFAULT).id()).isEqualTo(2);
    assertThat(idAndVersion(store.register("one", FIRST))).isEqualTo("1/1");

    log.failure = MemoryRegistryLog.Failure.AFTER_WRITING;
    assertThatThrownBy(() -> store.register("one", WITH_DEFAULT))
        .isInstanceOf(RegistryException.class);
    assertThat(idAndVersion(store.register("one", WITH_DEFAULT))).isEqualTo("3/2");
    assertThat(log.entries).hasSize(3);
  }

  @Test
  void shouldNotGiveAnIdTwice_whenAnEntryCannotBeRead() {
    store.register("one", FIRST);
    log.entries.add(Map.entry("not json", "{}"));
    log.entries.add(Map.entry("{\"keytype\":\"NOOP\"}", "{}"));
    log.entries.add(
        Map.entry(
            "{\"keytype\":\"SCHEMA\",\"subject\":\"x\",\"version\":1}",
            "{\"id\":7,\"schema\":\"syntax = 3\"}"));
    RegistryStore again = new RegistryStore(log.reopened(), List.of());
    assertThat(again.subjects()).containsExactly("one");
    assertThat(again.register("two", WITH_DEFAULT).id()).isEqualTo(8);
  }

  private static String idAndVersion(Version version) {
    return version.id() + "/" + version.version();
  }

  private static String thing(String field) {
    return "{\"type\":\"record\",\"name\":\"Thing\",\"fields\":[" + field + "]}";
  }
}
