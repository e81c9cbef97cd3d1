package io.strowger.gateway.config;

import io.strowger.gateway.route.RouteTable;
import io.strowger.smpp.link.CarrierSettings;
import java.util.List;

/**
 * A whole configuration, checked: each part is the record of the package that it configures.
 *
 * @param node this gateway's name
 * @param carriers those with SMPP, in the order of the file
 */
public record GatewayConfig(
    String node,
    HttpConfig http,
    List<AccountConfig> accounts,
    StoreConfig store,
    DeliveryConfig delivery,
    List<CarrierSettings> carriers,
    RouteTable routes,
    LogSettings log) {}
