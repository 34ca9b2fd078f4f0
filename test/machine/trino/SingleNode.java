import io.trino.testing.DistributedQueryRunner;
import java.util.Map;

import static io.trino.testing.TestingSession.testSessionBuilder;

/** One Trino node whose catalogue "lake" keeps its tables in memory. Argument: the port. */
public final class SingleNode {
    public static void main(String[] args) throws Exception {
        DistributedQueryRunner runner = DistributedQueryRunner.builder(testSessionBuilder().setCatalog("lake").setSchema("casebook").build())
                .setNodeCount(1)
                .setExtraProperties(Map.of(
                        "http-server.http.port", args[0],
                        "query.max-length", "50000000",
                        "query.max-memory", "2GB",
                        "query.max-memory-per-node", "1500MB"))
                .build();
        runner.installPlugin(new LakePlugin());
        runner.createCatalog("lake", "lake", Map.of());
        System.out.println("ready " + runner.getCoordinator().getBaseUrl());
        Thread.currentThread().join();
    }
}
