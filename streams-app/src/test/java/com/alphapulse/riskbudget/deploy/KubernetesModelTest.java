package com.alphapulse.riskbudget.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cluster drops a key that it does not know without a word, such as a probe that is misspelt. */
class KubernetesModelTest {
  private static final Path BASE = Path.of("..", "deploy", "k8s", "base");
  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "StatefulSet", StatefulSet.class,
          "Service", Service.class,
          "Job", Job.class,
          "PodDisruptionBudget", PodDisruptionBudget.class,
          "NetworkPolicy", NetworkPolicy.class);

  /** Of operators and of Kustomize, which are no part of the model. */
  private static final Set<String> OTHERS = Set.of("PodMonitor", "Kustomization");

  @ParameterizedTest
  @MethodSource("manifests")
  void shouldKnowEveryKey_whenAManifestIsRead(Path manifest) throws IOException {
    List<JsonNode> documents =
        YAML.readerFor(JsonNode.class).<JsonNode>readValues(manifest.toFile()).readAll();

    assertThat(documents).isNotEmpty();
    for (JsonNode document : documents) {
      String kind = document.path("kind").asText();
      if (!OTHERS.contains(kind)) {
        assertThat(KINDS).containsKey(kind);
        assertThat(strictly(document, KINDS.get(kind))).isNotNull();
      }
    }
  }

  @Test
  void shouldFail_whenAKeyIsMisspelt() throws IOException {
    String manifest =
        Files.readString(BASE.resolve("order-gate.yaml")).replace("readinessProbe", "readyProbe");
    JsonNode document = YAML.readTree(manifest);

    assertThatThrownBy(() -> strictly(document, StatefulSet.class))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining("readyProbe");
  }

  private static Stream<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.list(BASE)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  private static Object strictly(JsonNode document, Class<?> type) throws JsonProcessingException {
    YAMLMapper strict = new YAMLMapper();
    strict.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    strict.setAnnotationIntrospector(
        new JacksonAnnotationIntrospector() {
          private static final long serialVersionUID = 1L;

          /** The model keeps what it does not know in a map; here that is an error. */
          @Override
          public Boolean hasAnySetter(Annotated annotated) {
            return false;
          }
        });
    return strict.treeToValue(document, type);
  }
}
