import io.trino.spi.Page;
import io.trino.spi.Plugin;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMergeSink;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.connector.ConnectorPageSinkId;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.FixedPageSource;
import io.trino.spi.connector.FixedSplitSource;
import io.trino.spi.connector.MergePage;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.transaction.IsolationLevel;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.VarcharType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static io.trino.spi.session.PropertyMetadata.stringProperty;
import static java.util.concurrent.CompletableFuture.completedFuture;

/** A catalogue of tables in memory that knows INSERT, DELETE, UPDATE and MERGE: the engine decides the rows, the tables keep them. */
public final class LakePlugin implements Plugin {
    public enum Transaction implements ConnectorTransactionHandle { ONLY }

    /** A table is read whole, by one reader. */
    public enum Split implements ConnectorSplit {
        WHOLE;

        @Override
        public Object getInfo() {
            return name();
        }
    }

    @Override
    public Iterable<ConnectorFactory> getConnectorFactories() {
        return List.of(new ConnectorFactory() {
            @Override
            public String getName() {
                return "lake";
            }

            @Override
            public Connector create(String catalog, Map<String, String> settings, ConnectorContext context) {
                return new LakeConnector();
            }
        });
    }

    private static final class LakeConnector implements Connector {
        private final LakeMetadata metadata = new LakeMetadata();

        @Override
        public ConnectorTransactionHandle beginTransaction(IsolationLevel level, boolean isReadOnly, boolean isAutoCommit) {
            return Transaction.ONLY;
        }

        @Override
        public ConnectorMetadata getMetadata(ConnectorSession session, ConnectorTransactionHandle transaction) {
            return metadata;
        }

        /** Iceberg's properties, so that one CREATE TABLE serves both kinds of catalogue. They change nothing here. */
        @Override
        public List<PropertyMetadata<?>> getTableProperties() {
            return List.of(
                    stringProperty("format", "File format", null, false),
                    new PropertyMetadata<>("partitioning", "Partition columns", new ArrayType(VarcharType.VARCHAR), List.class, List.of(), false, List.class::cast, value -> value));
        }

        @Override
        public ConnectorSplitManager getSplitManager() {
            return new ConnectorSplitManager() {
                @Override
                public ConnectorSplitSource getSplits(ConnectorTransactionHandle transaction, ConnectorSession session, ConnectorTableHandle table, DynamicFilter filter, Constraint constraint) {
                    return new FixedSplitSource(Split.WHOLE);
                }
            };
        }

        @Override
        public ConnectorPageSourceProvider getPageSourceProvider() {
            return (transaction, session, split, table, columns, filter) -> {
                int[] channels = columns.stream().mapToInt(column -> ((LakeMetadata.Column) column).channel()).toArray();
                return new FixedPageSource(metadata.at(table).read(channels));
            };
        }

        @Override
        public ConnectorPageSinkProvider getPageSinkProvider() {
            return new ConnectorPageSinkProvider() {
                @Override
                public ConnectorPageSink createPageSink(ConnectorTransactionHandle transaction, ConnectorSession session, ConnectorOutputTableHandle table, ConnectorPageSinkId id) {
                    throw new UnsupportedOperationException("CREATE TABLE AS is not among Casebook's statements.");
                }

                @Override
                public ConnectorPageSink createPageSink(ConnectorTransactionHandle transaction, ConnectorSession session, ConnectorInsertTableHandle table, ConnectorPageSinkId id) {
                    return new InsertSink(metadata.changeOf(session));
                }

                @Override
                public ConnectorMergeSink createMergeSink(ConnectorTransactionHandle transaction, ConnectorSession session, ConnectorMergeTableHandle table, ConnectorPageSinkId id) {
                    return new MergeSink(metadata.changeOf(session), metadata.at(table.getTableHandle()).columns().size());
                }
            };
        }
    }

    /** What a statement inserts; nothing is seen of it before its end. */
    private record InsertSink(LakeTable.Change change) implements ConnectorPageSink {
        @Override
        public CompletableFuture<?> appendPage(Page page) {
            change.insert(page);
            return NOT_BLOCKED;
        }

        @Override
        public CompletableFuture<Collection<io.airlift.slice.Slice>> finish() {
            return completedFuture(List.of());
        }

        @Override
        public void abort() {}
    }

    /** What MERGE, UPDATE or DELETE changes: an update is the row deleted and inserted anew. */
    private record MergeSink(LakeTable.Change change, int columns) implements ConnectorMergeSink {
        @Override
        public void storeMergedRows(Page page) {
            MergePage merged = MergePage.createDeleteAndInsertPages(page, columns);
            merged.getDeletionsPage().ifPresent(change::delete);
            merged.getInsertionsPage().ifPresent(change::insert);
        }

        @Override
        public CompletableFuture<Collection<io.airlift.slice.Slice>> finish() {
            return completedFuture(List.of());
        }
    }
}
