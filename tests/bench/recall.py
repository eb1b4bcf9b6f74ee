"""How well names are found across spellings: `.venv/bin/python tests/bench/recall.py [--misses]`.

A question is found in an entity if each of its words meets a word of one and the same spelling of that entity: as
folded, by plain letters, by skeleton, or, where none of these meets any word of all the names, near it (typing slips).

A false hit is another entity that the question finds without a right to it.  It has one if each word that was met is
(in plain letters) also a word of the asked entity's own spellings: the state within an organisation's name, a given
name that two people bear.  A family name shared by kin counts as the same word; that is told by ``KIN`` for the
registers, and for the list by the originals being equal but for the ending of gender and case.

Both sets are split by entity, with the seed that is printed: rules were tuned by the misses of one half only.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from pydoc_data.topics import topics

import yaml

from brief_cli.index.spelling import near, plain, skeleton
from brief_cli.model.text import fold

SEED = 20
HALVES = ("held out", "tuning")
ROUNDS = 3
CYRILLIC = ("ru", "uk", "be")
SAMPLE = Path(__file__).parents[2] / "briefs"
WORD = re.compile(r"\w+(?:['’ʹʺ]\w*)*")
VOWELS = "аеёиоуыэюяіїє"

KIN = [{"tsikhanouskaya", "siarhei-tsikhanouski", "tsikhanouskaya-office"}]
OTHER_NAMES = """
Republic of Belarus|Baltarusija|Weißrussland|Germany|Deutschland|Vokietija|Holy See|Vatican|Lenkija|USA|США|ЗША|JAV
United States|Stany Zjednoczone|UK|Britain|United Kingdom|ICCPR|International Covenant on Civil and Political Rights
МПГПП|Международный пакт о гражданских и политических правах|Міжнародны пакт аб грамадзянскіх і палітычных правах
Nelson Mandela Rules|A/RES/70/175|UN Standard Minimum Rules for the Treatment of Prisoners|Union Resolve
Союзная решимость|Allied Resolve 2022|Union Courage-2022|Iron Defender-25|Iron Defender-2025|Żelazny Obrońca
Zapad-81|Zapad-1981|Zapad-99|Zapad-1999|Запад-81|Запад-99|Thunder Strike|Perkūno griausmas|Grzmot Perkuna|West-2025
Захад-2025|Belarusian Potash Company|BPC|Bureau of Industry and Security|BIS|Coordination Council
Каардынацыйная рада|European Union|EU|ЕС|Europos Sąjunga|Unia Europejska|Еўрапейскі саюз|Европейский союз|HRW
Human Rights Watch|ICC|International Criminal Court|ISW|Institute for the Study of War|NATO
North Atlantic Treaty Organization|OFAC|Office of Foreign Assets Control|OHCHR
Office of the UN High Commissioner for Human Rights|OSCE|Organization for Security and Co-operation in Europe|OSW
Centre for Eastern Studies|RFE/RL|Radio Free Europe/Radio Liberty|Radio Liberty|RUSI|Royal United Services Institute
USSR|Soviet Union|UK Defence Intelligence|British Defence Intelligence|Union State|Саюзная дзяржава
Союзное государство|Sajuznaja dziaržava|United Nations|UN|Арганізацыя Аб'яднаных Нацый
Организация Объединённых Наций|Jungtinės Tautos|Organizacja Narodów Zjednoczonych|United Transitional Cabinet
Аб'яднаны пераходны кабінет|Abjadnany pierachodny kabiniet|Viasna Human Rights Centre|Katsiaryna Bakhvalava
Mikola Viktaravich|Sviatlana Pilipchuk|IK-13|Suwalki Gap|Сувалкаўскі калідор|Сувалкский коридор|Suvalkų koridorius
Przesmyk Suwalski|Belarus Democracy Act of 2004|Treaty on the Creation of the Union State|Union State treaty
Republic of Lithuania|Russian Federation|Ryanair flight FR4978|General License 12|A/HRC/58/68
Carnegie Endowment for International Peace|Release of 123 prisoners, 13 December 2025
Release of 14 prisoners, 21 June 2025|Release of 250 prisoners, 19 March 2026
Release of 52 prisoners, 11 September 2025|December 2025 release|June 2025 release|March 2026 release
September 2025 release|Caucasus-2008|Łotwa|Belarusian Social Democratic Party (Narodnaya Hramada)
"""
"""Spellings that are another name, a translation or letters for words: no likeness of sound leads to them."""

ANOTHER = frozenset(OTHER_NAMES.strip().replace("\n", "|").split("|"))

NAMES = """
ru: Владимир Путин; Дмитрий Медведев; Сергей Лавров; Сергей Шойгу; Николай Патрушев; Валентина Матвиенко
ru: Вячеслав Володин; Михаил Мишустин; Дмитрий Песков; Мария Захарова; Валерий Герасимов; Андрей Белоусов
ru: Алексей Навальный; Юлия Навальная; Борис Немцов; Михаил Ходорковский; Владимир Кара-Мурза; Илья Яшин
ru: Гарри Каспаров; Анна Политковская; Евгений Пригожин; Рамзан Кадыров; Михаил Горбачёв; Борис Ельцин
ru: Никита Хрущёв; Леонид Брежнев; Юрий Андропов; Константин Черненко; Андрей Сахаров; Александр Солженицын
ru: Лев Толстой; Фёдор Достоевский; Антон Чехов; Иван Тургенев; Николай Гоголь; Михаил Булгаков; Анна Ахматова
ru: Марина Цветаева; Владимир Маяковский; Сергей Есенин; Пётр Чайковский; Дмитрий Шостакович; Сергей Прокофьев
ru: Игорь Стравинский; Сергей Рахманинов; Юрий Гагарин; Валентина Терешкова; Георгий Жуков; Константин Рокоссовский
ru: Владимир Жириновский; Геннадий Зюганов; Григорий Явлинский; Анатолий Чубайс; Егор Гайдар; Виктор Черномырдин
ru: Игорь Сечин; Алексей Миллер; Герман Греф; Эльвира Набиуллина; Сергей Кириенко; Александр Бортников
ru: Сергей Нарышкин; Дмитрий Муратов; Ксения Собчак; Екатерина Шульман; Михаил Кожухов; Владислав Сурков
ru: Нижний Новгород; Екатеринбург; Челябинск; Волгоград; Воронеж; Архангельск; Мурманск; Хабаровск; Владивосток
ru: Ярославль; Смоленск; Петрозаводск; Краснодар; Красноярск; Сыктывкар; Йошкар-Ола; Щёлково; Ржев; Черняховск
uk: Володимир Зеленський; Петро Порошенко; Юлія Тимошенко; Віктор Ющенко; Віктор Янукович; Леонід Кучма
uk: Арсеній Яценюк; Віталій Кличко; Валерій Залужний; Олександр Сирський; Кирило Буданов; Дмитро Кулеба
uk: Андрій Єрмак; Денис Шмигаль; Олексій Резніков; Рустем Умєров; Михайло Подоляк; Ірина Верещук; Андрій Сибіга
uk: Тарас Шевченко; Іван Франко; Леся Українка; Михайло Грушевський; Богдан Хмельницький; Симон Петлюра
uk: Степан Бандера; Сергій Жадан; Оксана Забужко; Юрій Андрухович; Ліна Костенко; Сергій Корольов
uk: Олег Сенцов; Надія Савченко; Ігор Коломойський; Рінат Ахметов; Олександра Матвійчук; Юлія Свириденко
uk: Харків; Чернігів; Дніпропетровськ; Запоріжжя; Миколаїв; Житомир; Вінниця; Тернопіль; Хмельницький; Маріуполь
uk: Бердянськ; Мелітополь; Краматорськ; Слов'янськ; Чорнобиль; Кременчук; Полтава; Ужгород; Чернівці; Бахмут
be: Аляксандр Лукашэнка; Станіслаў Шушкевіч; Зянон Пазняк; Аляксандр Мілінкевіч; Мікола Статкевіч; Павел Латушка
be: Валерый Цапкала; Вераніка Цапкала; Вольга Кавалькова; Марыя Калеснікава; Максім Знак; Сяргей Ціханоўскі
be: Раман Галоўчанка; Наталля Качанава; Уладзімір Макей; Максім Рыжанкоў; Віктар Хрэнін; Іван Кубракоў
be: Алесь Бяляцкі; Валянцін Стэфановіч; Уладзімір Лабковіч; Ігар Лосік; Кацярына Барысевіч; Дар'я Чульцова
be: Святлана Алексіевіч; Уладзімір Караткевіч; Янка Купала; Якуб Колас; Максім Багдановіч; Васіль Быкаў
be: Францыск Скарына; Кастусь Каліноўскі; Рыгор Барадулін; Ніл Гілевіч; Сяргей Дылеўскі; Зміцер Дашкевіч
be: Віктар Бабарыка; Эдуард Бабарыка; Аляксандр Фядута; Ірына Халіп; Андрэй Саннікаў; Уладзімір Някляеў
be: Магілёў; Гародня; Віцебск; Баранавічы; Барысаў; Маладзечна; Слуцк; Салігорск; Наваполацк; Жлобін; Рэчыца; Астравец
ru: Михаил Саакашвили; Бидзина Иванишвили; Эдуард Шеварднадзе; Саломе Зурабишвили; Ираклий Кобахидзе; Никол Пашинян
ru: Серж Саргсян; Роберт Кочарян; Гейдар Алиев; Мехрибан Алиева; Абульфаз Эльчибей; Рауль Хаджимба; Анатолий Бибилов
ru: Степанакерт; Цхинвали; Зугдиди; Владикавказ; Махачкала; Нахичевань; Аслан Масхадов; Джохар Дудаев; Руслан Хасбулатов
"""
"""Persons and places by their originals; each is spelled by the tables of ``SYSTEMS``."""

PARALLEL = """
be Святлана Ціханоўская = ru Светлана Тихановская = uk Світлана Тихановська = lt Sviatlana Cichanouskaja
be Аляксандр Лукашэнка = ru Александр Лукашенко = uk Олександр Лукашенко = lt Aliaksandras Lukašenka
be Марыя Калеснікава = ru Мария Колесникова = pl Maryja Kalesnikawa
be Раман Пратасевіч = ru Роман Протасевич = uk Роман Протасевич
be Андрэй Саннікаў = ru Андрей Санников
be Уладзімір Някляеў = ru Владимир Некляев
be Зміцер Дашкевіч = ru Дмитрий Дашкевич
be Сяргей Румас = ru Сергей Румас
be Васіль Быкаў = ru Василь Быков = pl Wasil Bykau
be Сяргей Навумчык = ru Сергей Наумчик
be Аляксандр Казулін = ru Александр Козулин
be Пётр Машэраў = ru Пётр Машеров
be Кірыл Мазураў = ru Кирилл Мазуров
be Яўген Шэўчык = ru Евгений Шевчик
be Міхаіл Мясніковіч = ru Михаил Мясникович
be Анатоль Лябедзька = ru Анатолий Лебедько
be Ніна Багінская = ru Нина Багинская
be Алена Анісім = ru Елена Анисим
be Ганна Канапацкая = ru Анна Канопацкая
be Гомель = ru Гомель = pl Homel
be Полацк = ru Полоцк = pl Połock
be Брэст = ru Брест = pl Brześć
be Наваградак = ru Новогрудок = pl Nowogródek
be Ваўкавыск = ru Волковыск = pl Wołkowysk
be Бабруйск = ru Бобруйск = pl Bobrujsk
be Чачэрск = ru Чечерск
be Клімавічы = ru Климовичи = pl Klimowicze
be Ашмяны = ru Ошмяны = pl Oszmiana = lt Ašmena
uk Володимир Зеленський = ru Владимир Зеленский = en Volodymyr Zelensky
uk Петро Порошенко = ru Пётр Порошенко = en Petro Poroshenko
uk Сергій Кислиця = ru Сергей Кислица
uk Олена Зеленська = ru Елена Зеленская
uk Микола Азаров = ru Николай Азаров
uk Євген Марчук = ru Евгений Марчук
uk Запоріжжя = ru Запорожье = en Zaporizhzhia
uk Чернігів = ru Чернигов = en Chernihiv
uk Луганськ = ru Луганск = en Luhansk
uk Миколаїв = ru Николаев = en Mykolaiv
uk Рівне = ru Ровно = en Rivne
uk Чорнобиль = ru Чернобыль = en Chernobyl
lt Gitanas Nausėda = ru Гитанас Науседа
lt Dalia Grybauskaitė = ru Даля Грибаускайте
lt Vytautas Landsbergis = ru Витаутас Ландсбергис = pl Witautas Landsbergis
lt Algirdas Brazauskas = ru Альгирдас Бразаускас
lt Ingrida Šimonytė = ru Ингрида Шимоните
lt Laurynas Kasčiūnas = ru Лауринас Касчюнас
lt Valdas Adamkus = ru Валдас Адамкус
lt Andrius Kubilius = ru Андрюс Кубилюс
lt Saulius Skvernelis = ru Саулюс Сквернялис
lt Arvydas Anušauskas = ru Арвидас Анушаускас
lt Kaunas = ru Каунас
lt Panevėžys = ru Паневежис
lt Šiauliai = ru Шяуляй
lt Marijampolė = ru Мариямполе
lv Krišjānis Kariņš = ru Кришьянис Кариньш
lv Vaira Vīķe-Freiberga = ru Вайра Вике-Фрейберга
lv Egils Levits = ru Эгилс Левитс
lv Daugavpils = ru Даугавпилс
lv Jelgava = ru Елгава
et Toomas Hendrik Ilves = ru Тоомас Хендрик Ильвес
en Mikheil Saakashvili = ru Михаил Саакашвили
en Bidzina Ivanishvili = ru Бидзина Иванишвили
en Eduard Shevardnadze = ru Эдуард Шеварднадзе
en Zviad Gamsakhurdia = ru Звиад Гамсахурдия
en Nikol Pashinyan = ru Никол Пашинян
en Serzh Sargsyan = ru Серж Саргсян
en Levon Ter-Petrosyan = ru Левон Тер-Петросян
az İlham Əliyev = ru Ильхам Алиев = en Ilham Aliyev
az Heydər Əliyev = ru Гейдар Алиев = en Heydar Aliyev
en Tbilisi = ru Тбилиси
en Kutaisi = ru Кутаиси
en Gyumri = ru Гюмри
en Sukhumi = ru Сухуми
"""
"""One bearer in several languages: those in Cyrillic are spelled by the tables, the others stand as they are."""

PLAIN_LETTERS = "а a б b д d е e з z и i к k л l м m н n о o п p р r т t ф f ъ  і i у u ґ g "
SYSTEMS = {
    "ISO 9": "г g в v ж ž й j с s х h ц c ч č ш š щ ŝ ы y ь ʹ ъ ʺ э è ё ë ю û я â є ê і ì ї ï ў ŭ ґ g̀",
    "BGN/PCGN": "г g в v ж zh й y с s х kh ц ts ч ch ш sh щ shch ы y ь ' э e ё jë ю ju я ja є je ї ji ў w",
    "English press": "г g в v ж zh й y с s х kh ц ts ч ch ш sh щ shch ы y ь  э e ё jo ю ju я ja є je ї ji ў u",
    "Polish": "г g в w ж ż й j с s х ch ц c ч cz ш sz щ szcz ы y ь ´ э e ё jo ю ju я ja є je ї ji ў u",
    "Czech": "г g в v ж ž й j с s х ch ц c ч č ш š щ šč ы y ь  э e ё jo ю ju я ja є je ї ji ў ŭ",
    "Croatian": "г g в v ж ž й j с s х h ц c ч č ш š щ šč ы i ь ´ э e ё jo ю ju я ja є je ї ji ў v",
    "German": "г g в w ж sch з s й i с s х ch ц z ч tsch ш sch щ schtsch ы y ь  э e ё jo ю ju я ja є je ї ji ў u",
    "French": "г g в v ж j й ï с s у ou х kh ц ts ч tch ш ch щ chtch ы y ь  э e ё jo ю ju я ja є je ї ji ў w",
    "Hungarian": "г g в v ж zs й j с sz х h ц c ч cs ш s щ scs ы i ь ´ э e ё jo ю ju я ja є je ї ji ў v",
    "Lithuanian": "г g в v ж ž й j с s х ch ц c ч č ш š щ šč ы y ь  э e ё jo ю ju я ja є je ї ji ў u",
    "Instruction": "г h в v ж ž й j с s х ch ц c ч č ш š ы y ь ´ э e ё jo ю ju я ja і i ў ŭ",
}
"""How each system spells a letter; ``j`` stands for its glide, ``´`` for softness, both settled by ``GLIDES``."""

GLIDES = {  # the glide before a vowel at the start or after a vowel, and after a consonant
    "BGN/PCGN": ("y", "y"), "English press": ("y", "i"), "Polish": ("j", "i"), "Czech": ("j", "j"),
    "Croatian": ("j", "j"), "German": ("j", "j"), "French": ("i", "i"), "Hungarian": ("j", "j"),
    "Lithuanian": ("j", "i"), "Instruction": ("j", "i"),
}  # fmt: skip

AFTER = {  # what is written otherwise by what stands around it
    "English press": [("(iy|yy|yi)$", "y"), ("tss", "ts")],
    "Polish": [
        ("l(?![eiy´]|a$)", "ł"), ("[lj]´?i(?=[aeou])", "l"), ("l´", "l"), ("n´", "ń"), ("s´", "ś"), ("z´", "ź"),
        ("c´", "ć"), ("´", ""), ("ćk", "ck"), ("([sc])k[iy]j$", r"\1ki"), ("([sc])kaja$", r"\1ka"), ("[iy]j$", "y"),
    ],
    "Czech": [("[iy]j$", "ij")],
    "Croatian": [("(?<=[ln])´(?!j)", "j"), ("´", ""), ("[iy]j$", "i")],
    "German": [("(?<=[aeiouy])s(?=[aeiouy])", "ss"), ("[iy]i$", "i"), ("ks", "x")],
    "French": [
        ("g(?=[eiy])", "gu"), ("(?<=[aeiouy])s(?=[aeiouy])", "ss"), ("[iy]ï$", "i"), ("in$", "ine"), ("^ie", "e"),
        ("ks", "x"),
    ],
    "Hungarian": [("d[´j]|d(?=[ie])", "gy"), ("([tn])[´j]|([tn])(?=[ie])", r"\1\2y"), ("´", "")],
    "Lithuanian": [
        ("(?<=[bcdfghklmnprstvzšž])$", "as"), ("([sc])k[iy]j$", r"\1kis"), ("[iy]j$", "ijus"),
        ("([ae])j$", r"\1jus"), ("č$", "čius"),
    ],
    "Instruction": [("n´", "ń"), ("s´", "ś"), ("z´", "ź"), ("c´", "ć"), ("l´", "ĺ"), ("´", "")],
}  # fmt: skip


def spelled(word: str, language: str, system: str) -> str:
    """One Cyrillic word of ``language`` ("ru", "uk", "be") as ``system`` spells it in Latin letters."""
    pieces = (PLAIN_LETTERS + SYSTEMS[system]).split(" ")
    letters = dict(zip(pieces[::2], pieces[1::2], strict=True))
    if system != "ISO 9" and language != "ru":
        letters["г"] = "h"
    if language == "uk" and system not in ("ISO 9", "Hungarian"):
        letters["и"] = "y"
    out: list[str] = []
    before = ""
    for letter in word.lower():
        sound = letters.get(letter, letter)
        iotated = letter in "ёюяєї" or (letter == "е" and language != "uk")
        if iotated and system in GLIDES:
            sound = _glided(letter, sound, before, language, system)
        out.append(sound)
        before = letter
    latin = "".join(out)
    for pattern, new in AFTER.get(system, ()):
        latin = re.sub(pattern, new, latin)
    return latin.replace("´", "").capitalize()


def _glided(letter: str, sound: str, before: str, language: str, system: str) -> str:
    """A vowel with its glide, as it is written after ``before``."""
    vowel = sound.removeprefix("j")
    first, later = GLIDES[system]
    if not before or before in VOWELS + "ьъ'-ўй":
        return vowel if letter == "е" and system in ("Czech", "Croatian") and before else first + vowel
    if letter == "ё" and before in "жчшщц" and system not in ("BGN/PCGN", "Lithuanian", "Instruction"):
        return "e" if system in ("English press", "French") else "o"
    if vowel == "ë" or (letter == "е" and before in "жчшщц"):
        return vowel
    if letter == "е" and (language == "ru" or system != "BGN/PCGN") and system not in ("Polish", "Instruction"):
        return vowel
    if system == "English press" and language == "ru" and letter != "ё":
        later = "y"
    return later + vowel


Stems = list[set[str]]
"""For each word of a name, from the last one back, its stems in all originals."""


@dataclass(frozen=True)
class Bearer:
    """What bears a name: its originals, each with its language."""

    originals: tuple[tuple[str, str], ...]

    def stems(self) -> Stems:
        """The stems of its words, place by place from the last one back."""
        rows = [[plain(fold(w)).rstrip("aeiouy") for w in WORD.findall(text)][::-1] for _, text in self.originals]
        return [{row[n] for row in rows if n < len(row)} for n in range(max(map(len, rows)))]

    def spelling(self, original: int, system: str) -> str:
        """One of its originals as a system spells it; what is in Latin letters stands as it is."""
        language, text = self.originals[original]
        if language not in CYRILLIC or system == "as it is":
            return text
        return WORD.sub(lambda found: spelled(found[0], language, system), text)


class Names:
    """All spellings by id, ready to be asked by the four roads."""

    def __init__(self, spellings: dict[str, list[str]]) -> None:
        self.plain: dict[str, set[str]] = {}
        self.skeleton: dict[str, set[str]] = {}
        raw = {fold(word): word for texts in spellings.values() for text in texts for word in WORD.findall(text)}
        for token, word in raw.items():
            self.plain.setdefault(plain(token), set()).add(token)
            if key := skeleton(word):
                self.skeleton.setdefault(key, set()).add(token)
        self.held = [(id_, {fold(w) for w in WORD.findall(text)}) for id_, texts in spellings.items() for text in texts]

    def met(self, word: str) -> set[str]:
        """The tokens that ``word`` meets; those near it only if there are no others."""
        letters = plain(fold(word))
        found = self.plain.get(letters, set()) | self.skeleton.get(skeleton(word), set())
        return found or {token for _, close in near(letters, self.plain) for token in self.plain[close]}

    def found(self, question: str) -> dict[str, list[set[str]]]:
        """The ids with a spelling that answers all words of ``question``, and what each word met there."""
        met = [self.met(word) for word in WORD.findall(question)]
        out: dict[str, list[set[str]]] = {}
        for id_, tokens in self.held:
            here = [tokens & each for each in met]
            if here and all(here):
                out.setdefault(id_, here)
        return out


@dataclass
class Tally:
    """Questions asked, and how many found their bearer and others without a right to it."""

    asked: int = 0
    found: int = 0
    false: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, question: str, found: bool, wrong: Iterable[str], stored: str) -> None:
        """Count one question."""
        wrong = list(wrong)
        self.asked, self.found, self.false = self.asked + 1, self.found + found, self.false + len(wrong)
        if not found or wrong:
            self.misses.append(f"    {question} | {'' if found else 'not found in ' + stored} | {'; '.join(wrong)}")

    def line(self, name: str) -> str:
        """A row: questions, recall, false hits a question."""
        asked = max(self.asked, 1)
        return f"{name:<58} {self.asked:>6} {self.found / asked:>8.3f} {self.false / asked:>8.3f}"


Tallies = dict[tuple[str, str], Tally]
"""By half and by kind of question."""


def registers() -> dict[str, list[str]]:
    """The spellings of each entity of the sample, without those that only count near a word."""
    out: dict[str, list[str]] = {}
    for path in sorted((SAMPLE / "entities").glob("*.yaml")):
        for id_, entity in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            names = [
                name
                for value in entity.get("names", {}).values()
                for name in ([value] if isinstance(value, str) else value)
            ]
            out[id_] = list(dict.fromkeys([entity["name"], *entity.get("aliases", []), *names]))
    return out


def measure_registers() -> Tallies:
    """Take out each spelling in turn and ask by it: whole, and by each of its words that no other spelling has."""
    spellings, out = registers(), Tallies()
    chance = random.Random(SEED)
    for id_, own in spellings.items():
        half = chance.choice(HALVES)
        if len(own) < 2:
            continue
        family = next((kin for kin in KIN if id_ in kin), {id_})
        right = {plain(fold(word)) for text in own for word in WORD.findall(text)}
        for text in own:
            left = [other for other in own if other != text]
            names = Names({**spellings, id_: left})
            kind = "another name or a translation" if text in ANOTHER else "whole spelling"
            ask(out, half, kind, names, text, id_, family, right)
            known = {plain(fold(word)) for other in left for word in WORD.findall(other)}
            for word in WORD.findall(text):
                if plain(fold(word)) not in known and len(word) > 3 and word.isalpha() and text not in ANOTHER:
                    ask(out, half, "a word that no other spelling has", names, word, id_, family, right)
    return out


def ask(
    out: Tallies, half: str, kind: str, names: Names, question: str, id_: str, family: set[str], right: set[str]
) -> None:
    """Count a question to the registers."""
    found = names.found(question)
    wrong = [
        f"{other}: {met}"
        for other, met in found.items()
        if other not in family and not all(any(plain(token) in right for token in each) for each in met)
    ]
    out.setdefault((half, kind), Tally()).add(question, id_ in found, wrong, id_)


def bearers() -> list[Bearer]:
    """The list of names."""
    out = []
    for line in NAMES.strip().splitlines():
        language, _, texts = line.partition(": ")
        out += [Bearer(((language, text),)) for text in texts.split("; ")]
    for line in PARALLEL.strip().splitlines():
        pairs = [original.split(" ", 1) for original in line.split(" = ")]
        out.append(Bearer(tuple((language, text) for language, text in pairs)))
    return out


def halved(everyone: list[Bearer], chance: random.Random) -> list[str]:
    """The half of each bearer; those of one family name are in one half."""
    halves: dict[str, str] = {}
    out = []
    for bearer in everyone:
        stems = bearer.stems()[0]
        half = next((halves[stem] for stem in stems if stem in halves), chance.choice(HALVES))
        halves.update(dict.fromkeys(stems, half))
        out.append(half)
    return out


def measure_list() -> Tallies:
    """Store each name as one system spells it and ask as another does, some rounds of chance."""
    chance, everyone, out = random.Random(SEED), bearers(), Tallies()
    halves = halved(everyone, chance)
    stems = [bearer.stems() for bearer in everyone]
    for _ in range(ROUNDS):
        pairs = [two_ways(bearer, chance) for bearer in everyone]
        names = Names({str(n): [stored] for n, (stored, _) in enumerate(pairs)})
        for n, (stored, question) in enumerate(pairs):
            kind = "one original, two systems" if len(everyone[n].originals) == 1 else "two languages"
            last = WORD.findall(question)[-1]
            for name, text in ((f"{kind}: whole name", question), (f"{kind}: last word alone", last)):
                found, asked = names.found(text), stems[n][: len(WORD.findall(text))]
                wrong = [
                    pairs[int(id_)][0]
                    for id_ in found
                    if int(id_) != n and not all(any(s & each for s in stems[int(id_)]) for each in asked)
                ]
                out.setdefault((halves[n], name), Tally()).add(text, str(n) in found, wrong, stored)
    return out


def two_ways(bearer: Bearer, chance: random.Random) -> tuple[str, str]:
    """Two spellings of a name: of two originals if it has so many, else of one by two systems."""
    count = len(bearer.originals)
    one, two = chance.sample(range(count), 2) if count > 1 else (0, 0)
    baltic = any(language == "lt" for language, _ in bearer.originals)  # has the endings by itself
    allowed = [s for s in (*SYSTEMS, "as it is") if s != "Instruction" and not (baltic and s == "Lithuanian")]
    ways = []
    for original in (one, two):
        systems = [*allowed, "Instruction"] if bearer.originals[original][0] == "be" else allowed
        ways.append(chance.sample(systems, 2))
    other = ways[1][0] if count > 1 or ways[1][0] != ways[0][0] else ways[1][1]
    return bearer.spelling(one, ways[0][0]), bearer.spelling(two, other)


def prose() -> set[str]:
    """Common English words: those in small letters of Python's own manual."""
    return {word for text in topics.values() for word in re.findall(r"\b[a-z]{3,}\b", text)}


def measure_prose() -> str:
    """How many common words a skeleton takes for one word of a name of the list."""
    common: dict[str, int] = {}
    for word in prose():
        common[skeleton(word)] = common.get(skeleton(word), 0) + 1
    asked = sorted(
        {skeleton(word) for bearer in bearers() for _, text in bearer.originals for word in WORD.findall(text)}
    )
    hits = [common.get(key, 0) for key in asked if key]
    return f"{sum(hits) / len(hits):.3f} of {len(prose()):,} common words by the skeleton of a word of the list"


def measure_speed() -> Iterator[str]:
    """Medians of the time that one call takes."""
    common = sorted(prose())
    for name, call in (("skeleton", skeleton.__wrapped__), ("plain", plain.__wrapped__)):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            for word in common:
                call(word)
            times.append((time.perf_counter() - start) / len(common))
        yield f"{name}: {statistics.median(times) * 1e6:.2f} microseconds a word"
    many = [first + last[:5] for first in common[:: len(common) // 320] for last in common[:: len(common) // 320]]
    start = time.perf_counter()
    near("lukashenko", many)
    yield f"near: {(time.perf_counter() - start) * 1e3:.0f} milliseconds over {len(many):,} words"


def main() -> None:
    """Print the tables; with ``--misses`` also what went wrong in the tuning half."""
    print(f"seed {SEED}\n{'':<58} {'asked':>6} {'recall':>8} {'false':>8}")
    for title, tallies in (("registers", measure_registers()), ("list", measure_list())):
        for (half, kind), tally in sorted(tallies.items()):
            print(tally.line(f"{title}, {half}: {kind}"))
            if "--misses" in sys.argv and half == "tuning":
                print(*tally.misses, sep="\n")
    print(measure_prose(), *measure_speed(), sep="\n")


if __name__ == "__main__":
    main()
