"""What people are called in a room, in English: a kind adjective and an animal that nobody minds being."""

ADJECTIVES: tuple[str, ...] = (
    "Agile", "Amber", "Autumn", "Azure", "Bold", "Brave", "Breezy", "Bright", "Brisk", "Calm", "Careful", "Cheerful",
    "Clever", "Coastal", "Copper", "Coral", "Cosmic", "Crimson", "Curious", "Daring", "Dapper", "Eager", "Early",
    "Electric", "Emerald", "Fair", "Friendly", "Gentle", "Gifted", "Gleaming", "Golden", "Graceful", "Happy", "Hardy",
    "Honest", "Indigo", "Inventive", "Ivory", "Jade", "Jolly", "Keen", "Kind", "Lively", "Lucky", "Lunar", "Merry",
    "Mighty", "Nimble", "Noble", "Patient", "Playful", "Plucky", "Polar", "Polite", "Quick", "Quiet", "Radiant",
    "Rapid", "Ruby", "Scarlet", "Silver", "Sincere", "Solar", "Spirited", "Steady", "Sunny", "Swift", "Thoughtful",
    "Tidy", "Trusty", "Upbeat", "Velvet", "Violet", "Vivid", "Warm", "Winter", "Wise", "Witty", "Zesty",
)  # fmt: skip
ANIMALS: tuple[str, ...] = (
    "Albatross", "Alpaca", "Badger", "Beaver", "Bison", "Bumblebee", "Butterfly", "Camel", "Caribou", "Chameleon",
    "Cheetah", "Chickadee", "Chinchilla", "Cormorant", "Crane", "Cricket", "Curlew", "Dolphin", "Dormouse", "Dragonfly",
    "Eagle", "Egret", "Falcon", "Fawn", "Ferret", "Finch", "Firefly", "Flamingo", "Fox", "Gazelle", "Gecko", "Gibbon",
    "Giraffe", "Goldfinch", "Grasshopper", "Grouse", "Hamster", "Hare", "Hawk", "Hedgehog", "Heron", "Hummingbird",
    "Ibex", "Ibis", "Impala", "Jaguar", "Kangaroo", "Kestrel", "Kingfisher", "Kiwi", "Koala", "Kudu", "Ladybird",
    "Lark", "Lemming", "Lemur", "Leopard", "Lion", "Llama", "Lynx", "Magpie", "Manatee", "Marmot", "Marten", "Meerkat",
    "Moose", "Moth", "Narwhal", "Newt", "Nightingale", "Ocelot", "Octopus", "Oriole", "Osprey", "Otter", "Owl", "Panda",
    "Panther", "Parrot", "Pelican", "Penguin", "Petrel", "Pika", "Plover", "Puffin", "Puma", "Quail", "Quokka",
    "Rabbit", "Raccoon", "Raven", "Reindeer", "Robin", "Salmon", "Sandpiper", "Seahorse", "Seal", "Serval", "Sparrow",
    "Squirrel", "Starfish", "Starling", "Stork", "Swallow", "Swan", "Swift", "Tapir", "Tern", "Tiger", "Toucan",
    "Tortoise", "Turtle", "Vicuna", "Wallaby", "Warbler", "Wolf", "Wombat", "Woodpecker", "Wren", "Yak", "Zebra",
)  # fmt: skip
