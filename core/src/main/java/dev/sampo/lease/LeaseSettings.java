package dev.sampo.lease;

/**
 * How far the trust in programs outside goes.
 *
 * @param worksMax so many works, waiting or on lease, one book takes
 * @param deliveriesMax so often one work is given out; when the last lease has run out, too, it is given up
 * @param rememberedMax of so many leases that are over the book still knows how they ended
 */
public record LeaseSettings(int worksMax, int deliveriesMax, int rememberedMax) {
    public LeaseSettings {
        if (worksMax < 1 || deliveriesMax < 1 || rememberedMax < 1) {
            throw new IllegalArgumentException("leases need at least 1 work, 1 delivery and 1 to remember: " + worksMax
                    + ", " + deliveriesMax + ", " + rememberedMax);
        }
    }
}
