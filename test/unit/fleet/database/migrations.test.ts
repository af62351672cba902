import { fleetMigrations } from '../../../../electron/fleet/database/migrations.ts';
import { testEveryOlderSchema } from '../../../fakes/every-older-schema.ts';

testEveryOlderSchema('the fleet backend', fleetMigrations);
