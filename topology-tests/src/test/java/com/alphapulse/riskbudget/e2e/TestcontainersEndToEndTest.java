package com.alphapulse.riskbudget.e2e;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** On the broker that others run: the image of the Kafka project. */
class TestcontainersEndToEndTest extends EndToEndSuite {
  private static final String REPOSITORY = "apache/kafka";
  private static final String TAG = "4.3.1";
  private static final String IMAGE = REPOSITORY + ":" + TAG;

  /** A registry that cannot be reached must not hold the build up for longer. */
  private static final int PULL_SECONDS = 60;

  private KafkaContainer container;

  @Override
  String startCluster(Path folder) throws Exception {
    String obstacle = obstacle();
    if (!obstacle.isEmpty()) {
      System.out.println("TestcontainersEndToEndTest is skipped: " + obstacle);
    }
    Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
    container = new KafkaContainer(IMAGE);
    container.start();
    return container.getBootstrapServers();
  }

  @Override
  void stopCluster() {
    if (container != null) {
      container.stop();
    }
  }

  /** Why the image cannot be run here; empty if it can. */
  private static String obstacle() throws InterruptedException {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return "Docker does not answer";
    }
    DockerClient docker = DockerClientFactory.instance().client();
    try {
      docker.inspectImageCmd(IMAGE).exec();
      return "";
    } catch (NotFoundException e) {
      return pulled(docker) ? "" : "the image " + IMAGE + " is not here and cannot be fetched";
    }
  }

  private static boolean pulled(DockerClient docker) throws InterruptedException {
    try {
      return docker
          .pullImageCmd(REPOSITORY)
          .withTag(TAG)
          .start()
          .awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS);
    } catch (DockerException e) {
      return false;
    }
  }
}
