package io.strowger.gateway.metrics;

import io.strowger.gateway.delivery.StoreStatistics;
import io.strowger.smpp.link.CarrierStatus;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What is asked at each scrape, from whichever thread scrapes.
 *
 * @param carriers snapshots of the carriers in force
 * @param openMessages how many messages have no final state
 * @param oldestOpenMillis epoch milliseconds of the acceptance of the oldest; 0 when there is none
 * @param logsDropped log events given up because the writer was too slow, since start
 */
public record MetricSources(
    Supplier<List<CarrierStatus>> carriers,
    IntSupplier openMessages,
    LongSupplier oldestOpenMillis,
    Supplier<StoreStatistics> store,
    LongSupplier logsDropped) {}
