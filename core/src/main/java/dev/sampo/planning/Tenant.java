package dev.sampo.planning;

/** For whom jobs run: what all of them hold together is weighed against what those of others do. */
final class Tenant {
    final String name;
    final int weight;
    final Shares.Holding holding;
    /** How many jobs of it are known. */
    int jobs;

    Tenant(String name, int weight, Shares.Holding holding) {
        this.name = name;
        this.weight = weight;
        this.holding = holding;
    }

    double share() {
        return holding.share() / weight;
    }
}
